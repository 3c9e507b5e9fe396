package io.dispatcher.dispatch.pipeline;

import io.dispatcher.dispatch.ExecuteRequest;
import org.jspecify.annotations.Nullable;

/** What the pipeline decides about. */
public record Ask(ExecuteRequest request, @Nullable String caller) {}
