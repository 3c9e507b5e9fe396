package io.dispatcher.matrix;

/** Takes a matrix' rows as they come, one call at a time. Must not block. */
public interface MatrixOutput {
    /** @param row its type and its JSON, one line without its end */
    void row(Row row);

    /** The last one. */
    void summary(Row summary);

    /** One line. */
    record Row(String type, byte[] json) {}

    /** Opens the output when it is sure that there will be rows. */
    @FunctionalInterface
    interface Opener {
        /** @param cancel ends the matrix, for when nobody listens any more */
        MatrixOutput open(Runnable cancel);
    }
}
