package io.dispatcher.benchmarks.report;

/** The resident set of a process after so many requests, and after many more. */
public record MemoryOverHits(long firstHits, double firstMib, long laterHits, double laterMib) {}
