package io.dispatcher.protocol.document;

/** A document that cannot be read; the message says why, without the place. */
public final class DocumentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Place place;

    DocumentException(Place place, String reason) {
        super(reason);
        this.place = place;
    }

    public Place place() {
        return place;
    }
}
