/**
 * What the terminal monitor knows: the coordinator's figures, what happened lately, and where the user is.
 *
 * <p>Purpose: state without a terminal and without a network, every part of it bounded. Allowed dependencies: Jackson.
 * Out of scope: asking for it, drawing it.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.monitor.model;
