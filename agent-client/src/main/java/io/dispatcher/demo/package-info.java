/**
 * The demo: everything on this machine, shown at work, without anything that has to be there first.
 *
 * <p>Also the pair of coordinators that {@code load compare} measures. Purpose: starts coordinator, target and agents as processes of their own through the launcher, then goes through
 * its {@link io.dispatcher.demo.Step}s. Allowed dependencies: {@code api}, {@code terminal}, {@code view},
 * {@code address}. Out of scope: how any of the parts works; it uses them from outside, as a user does.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.demo;
