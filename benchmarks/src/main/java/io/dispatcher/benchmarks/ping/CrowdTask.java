package io.dispatcher.benchmarks.ping;

/**
 * One task of all agents for one client.
 *
 * @param firstLineMillis from the request to the first byte of the first event
 * @param doneMillis to the last
 * @param agentsCpuMillis of all agents together
 */
public record CrowdTask(
        double firstLineMillis,
        double doneMillis,
        int replies,
        int summaries,
        double coordinatorCpuMillis,
        double agentsCpuMillis) {}
