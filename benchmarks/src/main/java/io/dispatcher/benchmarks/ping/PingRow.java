package io.dispatcher.benchmarks.ping;

import io.dispatcher.icmp.lab.Figures;

/** One measurement of one round. */
public record PingRow(String scenario, Figures engine, Figures fping) {}
