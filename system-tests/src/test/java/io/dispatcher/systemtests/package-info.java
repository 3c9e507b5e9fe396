/**
 * Tests of the product as it is used: real processes through the launcher, real sockets.
 *
 * <p>{@link io.dispatcher.systemtests.Processes} starts them and ends them again, {@link io.dispatcher.systemtests.Http}
 * speaks to them. Allowed dependencies: the launcher, HTTP, files in the data directory; no class of the other modules.
 * Out of scope: what a test inside one module can show.
 */
@NullMarked
package io.dispatcher.systemtests;

import org.jspecify.annotations.NullMarked;
