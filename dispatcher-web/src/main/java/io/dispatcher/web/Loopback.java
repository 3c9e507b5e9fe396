package io.dispatcher.web;

import org.jspecify.annotations.Nullable;

/** Loopback addresses in the forms a servlet container gives them. */
public final class Loopback {
    private Loopback() {}

    public static boolean is(@Nullable String address) {
        if (address == null) {
            return false;
        }
        return address.startsWith("127.")
                || address.equals("::1")
                || address.equals("[::1]")
                || address.startsWith("0:0:0:0:0:0:0:1")
                || address.startsWith("::ffff:127.")
                || address.startsWith("[0:0:0:0:0:0:0:1");
    }
}
