/**
 * The ping engine and {@code fping} on the same targets. Purpose: one round of each measurement. Allowed dependencies: the lab of {@code icmp}. Out
 * of scope: what the figures mean.
 */
@NullMarked
package io.dispatcher.benchmarks.ping;

import org.jspecify.annotations.NullMarked;
