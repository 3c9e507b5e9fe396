package io.dispatcher.queues;

import io.dispatcher.dispatch.OrderView;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message at a last stop with all that is in it.
 *
 * @param body what is text, null for what is not
 * @param bytes what is not text
 * @param truncated the body is longer than what is shown
 * @param order what it asks for and what happened to it, if it is an order
 */
public record WholeLetter(
        Letter letter,
        boolean durable,
        int priority,
        Map<String, Object> properties,
        @Nullable String body,
        byte @Nullable [] bytes,
        boolean truncated,
        @Nullable OrderView order) {}
