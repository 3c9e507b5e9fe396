/**
 * Side-by-side measurements of Dispatcher's full chain and its peers. Purpose: one command that starts every peer as real
 * processes on loopback, loads them in turn and reports figures. Allowed dependencies: the peers' published jars; no module
 * of Dispatcher, which is measured from outside like any other peer; but for {@code icmp}, which has no process of its own. Out of scope: correctness tests and micro-benchmarks.
 */
@NullMarked
package io.dispatcher.benchmarks;

import org.jspecify.annotations.NullMarked;
