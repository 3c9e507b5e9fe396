/** The topics between coordinators; the only place that sees the broker for {@code cluster}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.cluster.jms;
