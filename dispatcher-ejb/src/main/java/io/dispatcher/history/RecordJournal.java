package io.dispatcher.history;

/** Takes batches of records over, and whatever else is to be kept in one order with them: the broker's durable queue {@code dispatcher.events.in}. */
public interface RecordJournal {
    /** A way in for one thread; those of several do not wait for each other. Opens nothing before its first use. */
    Sender sender();

    /** Takes batches over. */
    @FunctionalInterface
    interface Sender {
        /**
         * Returns when the batch is safe (stored by the broker), so that it is delivered even after a crash of this process.
         *
         * @param batch at most {@link HistoryBatch#MAX_BYTES}
         * @throws JournalException if it could not be taken over; the caller may try again with the same batch
         */
        void send(byte[] batch) throws JournalException;
    }

    /** The journal did not take a batch. */
    final class JournalException extends Exception {
        private static final long serialVersionUID = 1L;

        public JournalException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
