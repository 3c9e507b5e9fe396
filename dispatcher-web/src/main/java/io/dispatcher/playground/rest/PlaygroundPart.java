package io.dispatcher.playground.rest;

import java.sql.SQLException;

/** What one feature tells the playground. A bean of this type is found by itself. */
public interface PlaygroundPart {
    /** Of what users make; the rest is in its own list. */
    int MOST = 200;

    /** The member of the answer: {@code mocks}, {@code history}, {@code targets}, {@code scenarios} or {@code metrics}. */
    String name();

    /** To be written as JSON; bounded. */
    Object state() throws SQLException;
}
