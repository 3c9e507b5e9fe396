package io.dispatcher.dispatch.pipeline;

import io.dispatcher.dispatch.ExecuteRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline decides about.
 *
 * @param durable it is not kept in memory while it waits, and no further ahead than agents will come to it soon
 */
public record Ask(ExecuteRequest request, @Nullable String caller, boolean durable) {}
