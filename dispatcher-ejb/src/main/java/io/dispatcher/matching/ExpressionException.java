package io.dispatcher.matching;

/** An expression that a user wrote does not work; says where and why. */
public final class ExpressionException extends Exception {
    private final int position;

    /** @param position characters before the fault, from 0 */
    ExpressionException(int position, String reason) {
        super(reason + " (at character " + (position + 1) + ")");
        this.position = position;
    }

    /** Of the whole of it. */
    ExpressionException(String reason) {
        super(reason);
        this.position = 0;
    }

    /** Characters before the fault, from 0. */
    public int position() {
        return position;
    }
}
