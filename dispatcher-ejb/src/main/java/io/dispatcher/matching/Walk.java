package io.dispatcher.matching;

import com.fasterxml.jackson.databind.JsonNode;

/** One look into one document. */
final class Walk {
    private final JsonNode root;
    private int stepsLeft;

    Walk(JsonNode root, int stepsLeft) {
        this.root = root;
        this.stepsLeft = stepsLeft;
    }

    JsonNode root() {
        return root;
    }

    void step() {
        spend(1);
    }

    void spend(int steps) {
        stepsLeft -= steps;
        if (stepsLeft < 0) {
            throw new TooLongException();
        }
    }

    /** Never leaves the package. */
    static final class TooLongException extends RuntimeException {
        TooLongException() {
            super("too many steps", null, false, false);
        }
    }
}
