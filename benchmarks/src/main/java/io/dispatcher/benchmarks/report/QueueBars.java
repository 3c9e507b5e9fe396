package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.Scenario;
import java.util.List;
import java.util.Locale;

/** The bars set for stored requests and requests by message, against the figures of one run. A bar without figures is left out. Pure. */
final class QueueBars {
    static final String ACCEPTED = "accepted";
    static final String ACCEPTED_KEYED = "accepted-keyed";
    static final String HTTP = "http";
    static final String JMS = "jms";
    static final String JMS_PERSISTENT = "jms-persistent";
    static final String BARE_PERSISTENT = "bare-persistent";

    private static final Scenario ACCEPTANCE = new Scenario(256, Body.SMALL);
    private static final Scenario REPLIES = new Scenario(64, Body.SMALL);
    private static final double ACCEPTED_PER_SECOND = 3_000;
    private static final double OF_HTTP = 0.6;
    private static final double OF_BARE = 0.5;

    private final Results results;
    private final MarkdownTable table =
            new MarkdownTable(List.of("bar", "asked for", "this run: median (of the rounds)", ""));

    QueueBars(Results results) {
        this.results = results;
    }

    List<String> lines() {
        acceptance("accepted (202) per second, 256 connections, no agent", ACCEPTED, true);
        acceptance("the same, each with an Idempotency-Key of its own", ACCEPTED_KEYED, false);
        ratio("64 open requests: JMS NON_PERSISTENT against HTTP", JMS, HTTP, OF_HTTP);
        ratio(
                "64 open requests: JMS PERSISTENT against a bare request and reply",
                JMS_PERSISTENT,
                BARE_PERSISTENT,
                OF_BARE);
        errors();
        return table.lines();
    }

    private void acceptance(String bar, String peer, boolean asked) {
        double median = results.median(ACCEPTANCE, peer, Cell::requestsPerSecond);
        if (Double.isNaN(median)) {
            return;
        }
        double[] range = results.range(ACCEPTANCE, peer, Cell::requestsPerSecond);
        String figure = String.format(Locale.ROOT, "%,.0f (%,.0f–%,.0f)", median, range[0], range[1]);
        if (asked) {
            String least = String.format(Locale.ROOT, "at least %,.0f", ACCEPTED_PER_SECOND);
            table.row(bar, least, figure, verdict(median >= ACCEPTED_PER_SECOND));
        } else {
            table.row(bar, "to be said beside it", figure, "");
        }
    }

    private void ratio(String bar, String peer, String base, double least) {
        List<Double> ratios = results.ratios(REPLIES, peer, base, Cell::requestsPerSecond);
        double median = Statistics.median(ratios);
        if (Double.isNaN(median)) {
            return;
        }
        double[] range = Statistics.range(ratios);
        table.row(
                bar,
                String.format(Locale.ROOT, "at least %.0f %%", least * 100),
                String.format(Locale.ROOT, "%.0f %% (%.0f–%.0f)", median * 100, range[0] * 100, range[1] * 100),
                verdict(median >= least));
    }

    /** Figures that were bought with wrong answers reach no bar. */
    private void errors() {
        if (!results.peers(REPLIES).isEmpty()) {
            long errors = errors(REPLIES);
            table.row(
                    "64 open requests: wrong or missing answers, all ways",
                    "none",
                    Long.toString(errors),
                    verdict(errors == 0));
        }
        if (!results.peers(ACCEPTANCE).isEmpty()) {
            String figure = String.format(Locale.ROOT, "%,d", errors(ACCEPTANCE));
            table.row(
                    "256 connections: answers but 202, all rounds",
                    "do not count as accepted; their kinds are below",
                    figure,
                    "");
        }
    }

    private long errors(Scenario scenario) {
        return results.peers(scenario).stream()
                .mapToLong(peer -> results.errors(scenario, peer))
                .sum();
    }

    private static String verdict(boolean reached) {
        return reached ? "reached" : "**missed**";
    }
}
