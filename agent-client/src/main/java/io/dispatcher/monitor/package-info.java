/**
 * The terminal monitor, {@code dispatcher top}: the coordinator's state on one screen, and what an operator does about it.
 *
 * <p>Purpose: asks the coordinator at intervals, follows its events, turns keys into actions, draws. One thread owns
 * all state; every other thread hands it what it has through one bounded queue. Allowed dependencies: {@code api},
 * {@code terminal}, {@code view}, its own {@code model}, {@code view} and {@code tty}. Out of scope: options and exit
 * codes, which are the command's.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.monitor;
