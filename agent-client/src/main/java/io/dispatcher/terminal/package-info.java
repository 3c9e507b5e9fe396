/**
 * What a person sees: colour, tables, progress lines, only where there is a terminal.
 *
 * <p>Purpose: one place that decides on colour, width and symbols, and that keeps control characters of foreign data
 * away from the terminal. Allowed dependencies: the JDK. Out of scope: what is shown, JSON output.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.terminal;
