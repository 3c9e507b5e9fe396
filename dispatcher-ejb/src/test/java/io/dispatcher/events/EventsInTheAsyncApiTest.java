package io.dispatcher.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dispatcher.history.DurableRecords;
import io.dispatcher.history.Sample;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code docs/asyncapi.yaml} shows an event as it is. */
class EventsInTheAsyncApiTest {
    private final JsonNode message =
            new YAMLMapper().readTree(Path.of("../docs/asyncapi.yaml").toFile()).at("/components/messages/event");

    EventsInTheAsyncApiTest() throws Exception {}

    private static JsonNode event() throws Exception {
        Sample sample = Sample.of(
                UUID.fromString("019ca961-0a00-7000-8000-000000000001"), Instant.parse("2026-03-01T12:00:00Z"));
        byte[] journal = DurableEvent.encode(DurableRecords.encode(sample.build(), "node-1"));
        Batch batch = new JournalMessage(1, journal).batches().get(0);
        EventBlock block = EventBlock.of(
                batch, java.util.Set.of(), new HopRate(java.time.InstantSource.system(), new EventFigures()), 17);
        return new ObjectMapper().readTree(block.read().get(0).cloudEvent());
    }

    @Test
    void itsExampleIsAnEvent() throws Exception {
        assertThat(event()).isEqualTo(message.at("/examples/0/payload"));
    }

    @Test
    void itsSchemaFits() throws Exception {
        JsonNode event = event();
        message.at("/payload/required")
                .forEach(name ->
                        assertThat(event.has(name.asText())).as(name.asText()).isTrue());
        assertThat(event.path("id").asText())
                .matches(message.at("/payload/properties/id/pattern").asText());
        String type = message.at("/payload/properties/type/pattern").asText();
        assertThat(event.path("type").asText()).matches(type);
        message.at("/payload/properties/type/examples")
                .forEach(example -> assertThat(example.asText()).matches(type));
    }
}
