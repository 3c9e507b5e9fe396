package io.dispatcher.benchmarks.report;

import java.util.List;

/**
 * One process of a peer over the whole run.
 *
 * @param rssRestMib resident before the first load
 * @param rssAfterMib resident after the last
 * @param command what was run, shortened by {@link CommandLine}
 */
public record ProcessFigures(
        String peer,
        String process,
        double readySeconds,
        double rssRestMib,
        double rssAfterMib,
        List<String> command) {}
