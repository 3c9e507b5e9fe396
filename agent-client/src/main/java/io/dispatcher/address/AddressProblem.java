package io.dispatcher.address;

/** An address that was asked for cannot be used; the message says why and what to do. */
public final class AddressProblem extends Exception {
    AddressProblem(String message) {
        super(message);
    }
}
