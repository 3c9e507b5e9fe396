/** Main classes that measure one hop alone inside their own JVM. Allowed dependencies: load, and the library of the hop. Out of scope: everything else. */
@NullMarked
package io.dispatcher.benchmarks.hops;

import org.jspecify.annotations.NullMarked;
