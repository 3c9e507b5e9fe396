/**
 * What the operator decided, read once and checked: {@link io.dispatcher.config.Settings}.
 *
 * <p>Depends on the JDK and, in the producer alone, on MicroProfile Config. Every other feature may use it. Out of scope: resolving flags
 * and files (the launcher's boot does that), anything that changes at run time.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.config;
