package io.dispatcher.protocol.document;

import com.fasterxml.jackson.core.JsonLocation;

/** Where something is written; both count from 1. */
public record Place(int line, int column) {
    static final Place BEGIN = new Place(1, 1);

    static Place of(JsonLocation at) {
        return new Place(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }
}
