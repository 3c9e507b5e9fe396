/** Starting, measuring and surely ending child processes. Allowed dependencies: none. Out of scope: what the processes are. */
@NullMarked
package io.dispatcher.benchmarks.process;

import org.jspecify.annotations.NullMarked;
