package io.dispatcher.protocol;

/** Why a node takes an order back; carried as the value of a {@link FrameType#CANCEL} frame. */
public enum CancelReason {
    UNKNOWN(0),
    CANCELLED(1),
    EXPIRED(2),
    CALLER_GONE(3);

    private final int code;

    CancelReason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The reason with this code; {@link #UNKNOWN} for a code of a newer node. */
    public static CancelReason of(int code) {
        for (CancelReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return UNKNOWN;
    }
}
