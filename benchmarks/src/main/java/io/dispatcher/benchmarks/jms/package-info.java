/** A JMS client under load, and the consumer that answers it in Dispatcher's place. Allowed dependencies: load, hops (its protocol). Out of scope: everything else. */
@NullMarked
package io.dispatcher.benchmarks.jms;

import org.jspecify.annotations.NullMarked;
