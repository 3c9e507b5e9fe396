/** The broker as the views of queues see it: browsing, moving, and its management. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.queues.jms;
