/** Puts the agent together, starts and stops it: the one composition root. May use every agent package. Out of scope: any work itself. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.runtime;
