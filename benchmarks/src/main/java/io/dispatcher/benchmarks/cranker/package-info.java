/** Main classes of the HSBC Cranker peer, each run in a JVM of its own. Allowed dependencies: Cranker, mu-server. Out of scope: everything else. */
@NullMarked
package io.dispatcher.benchmarks.cranker;

import org.jspecify.annotations.NullMarked;
