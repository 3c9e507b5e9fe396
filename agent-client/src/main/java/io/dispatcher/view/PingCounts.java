package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of probes. */
final class PingCounts {
    long sent;
    long received;
    long duplicates;
    long late;
    long errors;
    final RoundTrips trips = new RoundTrips();

    /** What a summary says. */
    static PingCounts of(JsonNode summary) {
        PingCounts counts = new PingCounts();
        counts.sent = summary.path("sent").asLong();
        counts.received = summary.path("received").asLong();
        counts.duplicates = summary.path("duplicates").asLong();
        counts.late = summary.path("late").asLong();
        counts.errors = summary.path("errors").asLong();
        counts.trips.add(RoundTrips.of(summary, counts.received));
        return counts;
    }

    void add(PingCounts other) {
        sent += other.sent;
        received += other.received;
        duplicates += other.duplicates;
        late += other.late;
        errors += other.errors;
        trips.add(other.trips);
    }

    /** In percent; all where nothing was sent. */
    double loss() {
        return sent == 0 ? 100 : 100.0 * (sent - received) / sent;
    }
}
