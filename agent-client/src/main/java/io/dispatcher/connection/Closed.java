package io.dispatcher.connection;

import io.dispatcher.protocol.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * Why a session ended or did not come about.
 *
 * @param code what the node said, null if it said nothing of this protocol
 * @param reason one sentence
 */
public record Closed(@Nullable CloseCode code, String reason) {
    boolean worthRetrying() {
        return code == null || code.worthRetrying();
    }
}
