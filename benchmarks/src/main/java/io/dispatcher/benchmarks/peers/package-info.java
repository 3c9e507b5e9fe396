/** One class per measured peer behind {@link io.dispatcher.benchmarks.peers.Peer}. Allowed dependencies: load, process. Out of scope: when they are measured, and the report. */
@NullMarked
package io.dispatcher.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
