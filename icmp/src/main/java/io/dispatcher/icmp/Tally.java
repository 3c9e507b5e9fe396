package io.dispatcher.icmp;

/** What one ping's summary counts. */
final class Tally {
    private static final double PERCENT = 100.0;

    final RttStatistics times = new RttStatistics();
    int received;
    int lost;
    int failed;
    int retried;
    int duplicates;
    int late;
    /** An error that is not about a sequence number. */
    int broken;

    PingEvent.Summary summary() {
        int sent = received + lost + failed;
        double loss = sent == 0 ? PERCENT : PERCENT * (sent - received) / sent;
        return new PingEvent.Summary(
                sent, received, retried, duplicates, late, failed + broken, loss, times.roundTrips());
    }
}
