/**
 * One request from everywhere at once: the same exchange from each chosen agent, or each of its addresses, and what differs.
 *
 * <p>May use {@code dispatch} and {@code agents}. Out of scope: HTTP (a web adapter writes what is told), waiting: each cell is a dispatch of its own.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.matrix;
