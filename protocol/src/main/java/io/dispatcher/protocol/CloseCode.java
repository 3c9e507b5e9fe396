package io.dispatcher.protocol;

import org.jspecify.annotations.Nullable;

/** WebSocket close codes of the agent channel (private range of RFC 6455, section 7.4.2). */
public enum CloseCode {
    NORMAL(1000, true),
    GOING_AWAY(1001, true),
    BAD_FRAME(4400, true),
    NO_TOKEN(4401, false),
    NOT_YOUR_ID(4403, false),
    ID_IN_USE(4409, true),
    REMOVED(4410, false),
    VERSION(4426, false);

    private final int code;
    private final boolean worthRetrying;

    CloseCode(int code, boolean worthRetrying) {
        this.code = code;
        this.worthRetrying = worthRetrying;
    }

    public int code() {
        return code;
    }

    /** False when connecting again cannot help: the agent ends instead. */
    public boolean worthRetrying() {
        return worthRetrying;
    }

    /** The constant with this code, or null. */
    public static @Nullable CloseCode of(int code) {
        for (CloseCode closeCode : values()) {
            if (closeCode.code == code) {
                return closeCode;
            }
        }
        return null;
    }
}
