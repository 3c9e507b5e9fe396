package io.dispatcher.history;

/** How the recording of the history does, for metrics. Thread-safe. */
public final class HistoryFigures {
    private final HistoryRecorder recorder;
    private final HistoryWriter writer;

    HistoryFigures(HistoryRecorder recorder, HistoryWriter writer) {
        this.recorder = recorder;
        this.writer = writer;
    }

    /** Records that wait to be given to the journal. */
    public long waiting() {
        return recorder.waiting();
    }

    /** Records lost since the start. */
    public long dropped() {
        return recorder.dropped() + writer.lost();
    }

    /** Records kept without bodies and hops since the start. */
    public long thinned() {
        return recorder.thinned();
    }
}
