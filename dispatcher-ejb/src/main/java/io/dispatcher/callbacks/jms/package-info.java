/** The broker as callbacks see it: how they are written, and taken one by one. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.callbacks.jms;
