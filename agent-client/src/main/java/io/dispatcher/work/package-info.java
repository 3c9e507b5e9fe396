/**
 * Orders an agent has taken: begun once, answered once, remembered until the node has the answer.
 *
 * <p>May use {@code protocol}. Out of scope: sockets to the coordinator (it sees a {@link io.dispatcher.work.ReplyChannel}) and how an
 * order is done (it sees a {@link io.dispatcher.work.WorkHandler}).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.work;
