package io.dispatcher.connection;

import io.dispatcher.protocol.Hello;

/** Gives the HELLO of this moment. */
@FunctionalInterface
public interface Introduction {
    Hello hello();
}
