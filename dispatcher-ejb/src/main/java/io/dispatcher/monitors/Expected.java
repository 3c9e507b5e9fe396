package io.dispatcher.monitors;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must be like.
 *
 * @param status {@code 204} or {@code 2xx}; null: below 400
 * @param contains a text of the body
 * @param matches found in the body; linear in its length
 */
record Expected(
        @Nullable String status,
        @Nullable String contains,
        @Nullable Pattern matches) {
    private static final int FIRST_ERROR = 400;

    boolean fits(int code) {
        if (status == null) {
            return code < FIRST_ERROR;
        }
        return Character.isDigit(status.charAt(2))
                ? code == Integer.parseInt(status)
                : code / 100 == Character.digit(status.charAt(0), 10);
    }

    boolean looksAtBody() {
        return contains != null || matches != null;
    }

    boolean fits(String body) {
        return (contains == null || body.contains(contains))
                && (matches == null || matches.matcher(body).find());
    }
}
