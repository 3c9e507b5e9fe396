/** The closed-loop HTTP load generator and what it counts. Allowed dependencies: HdrHistogram. Out of scope: who is loaded, and why. */
@NullMarked
package io.dispatcher.benchmarks.load;

import org.jspecify.annotations.NullMarked;
