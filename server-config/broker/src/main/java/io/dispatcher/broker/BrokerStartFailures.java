package io.dispatcher.broker;

import java.net.BindException;
import java.nio.channels.OverlappingFileLockException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what Artemis throws into one line that says what and what to do. */
final class BrokerStartFailures {

    private BrokerStartFailures() {}

    static String describe(BrokerSettings settings, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException || messageOf(cause).contains("bind")) {
                return "Broker port " + settings.port() + " on " + settings.host()
                        + " cannot be bound (" + cause.getMessage()
                        + "): stop what uses it or choose another with --broker-port";
            }
            if (cause instanceof OverlappingFileLockException
                    || messageOf(cause).contains("lock")) {
                return "The broker's journal in " + settings.directory()
                        + " is in use by another process (waited "
                        + settings.lockWait().toSeconds()
                        + " s): stop that one or choose another --data-dir";
            }
        }
        return "The broker in " + settings.directory() + " did not start: " + failure;
    }

    private static String messageOf(Throwable cause) {
        @Nullable String message = cause.getMessage();
        return message == null ? "" : message.toLowerCase(Locale.ROOT);
    }
}
