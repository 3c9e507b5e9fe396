/** The agent's settings, validated. Depends on {@code protocol} only. Out of scope: where they come from (flags, environment). */
@org.jspecify.annotations.NullMarked
package io.dispatcher.config;
