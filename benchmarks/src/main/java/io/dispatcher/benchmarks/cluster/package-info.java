/** What coordinators share, each as a process of its own. Allowed dependencies: none of this project. Out of scope: measuring them. */
@NullMarked
package io.dispatcher.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
