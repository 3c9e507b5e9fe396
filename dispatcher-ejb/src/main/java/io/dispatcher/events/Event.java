package io.dispatcher.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatcher.protocol.Timestamp;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * One event of the log.
 *
 * @param number from 1; holes are hops of tunnelled requests that were left out
 * @param type as {@code request.completed}
 * @param time when it happened
 * @param source where: {@code /nodes/NAME}
 * @param data a JSON object, without secrets
 */
public record Event(long number, String type, Instant time, String source, String data) {
    private static final JsonFactory JSON = new JsonFactory();
    /** As the API writes it. */
    public String json() {
        StringWriter out = new StringWriter(160 + data.length());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("id", number);
            json.writeStringField("type", type);
            json.writeStringField("time", Timestamp.of(time));
            json.writeStringField("source", source);
            json.writeFieldName("data");
            json.writeRawValue(data);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** CloudEvents 1.0, structured JSON. */
    public String cloudEvent() {
        StringWriter out = new StringWriter(256 + data.length());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", Long.toString(number));
            json.writeStringField("source", source);
            json.writeStringField("type", "io.dispatcher." + type);
            json.writeStringField("time", Timestamp.of(time));
            json.writeStringField("datacontenttype", "application/json");
            json.writeFieldName("data");
            json.writeRawValue(data);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
