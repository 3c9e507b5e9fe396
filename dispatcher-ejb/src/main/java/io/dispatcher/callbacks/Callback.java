package io.dispatcher.callbacks;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * An answer on its way to its receiver.
 *
 * @param requestId also the id of the webhook, the same in every try
 * @param tries made so far
 * @param putOff how often it was not tried because its receiver was busy, since the last try
 * @param since when the answer was there
 */
public record Callback(String requestId, URI url, byte[] body, int tries, int putOff, Instant since) {

    /** After a try that failed. */
    public Callback tried() {
        return new Callback(requestId, url, body, tries + 1, 0, since);
    }

    /** After it was not tried. */
    public Callback putOffOnce() {
        return new Callback(requestId, url, body, tries, putOff + 1, since);
    }

    Duration age(Instant now) {
        return Duration.between(since, now);
    }
}
