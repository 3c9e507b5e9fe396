package io.dispatcher.events;

import java.time.Instant;

/**
 * Something that happened besides requests, before it has a number.
 *
 * @param type as {@code agent.connected}
 * @param data a JSON object, without secrets
 */
record Note(String type, Instant time, String data) {}
