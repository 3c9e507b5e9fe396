package io.dispatcher.events.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.events.Event;
import io.dispatcher.events.EventFeed;
import io.dispatcher.web.Json;
import io.dispatcher.web.ProblemException;
import io.dispatcher.web.Problems;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.ReadOnlyServlet;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/events/snapshot}: the events after a number. */
@WebServlet(urlPatterns = "/api/events/snapshot", asyncSupported = true)
public class EventSnapshotServlet extends ReadOnlyServlet {
    private static final long serialVersionUID = 1L;
    private static final String LIMIT = "limit";
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    @Inject
    private transient EventFeed feed;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> asked = QueryParameters.of(request, List.of(EventParameters.SINCE, LIMIT));
        long since = EventParameters.number(EventParameters.SINCE, asked.get(EventParameters.SINCE), 0);
        int limit = limit(asked.get(LIMIT));
        try {
            send(response, "application/json", json(feed.snapshot(since, limit)));
        } catch (SQLException e) {
            Problems.write(response, new Failure(FailureType.UNAVAILABLE, "the event log cannot be read now"), null);
        }
    }

    private static int limit(@Nullable String text) {
        long limit = EventParameters.number(LIMIT, text, USUAL);
        if (limit < 1 || limit > MOST) {
            throw ProblemException.of(FailureType.INVALID_REQUEST, "limit must be a whole number from 1 to " + MOST);
        }
        return (int) limit;
    }

    private static byte[] json(EventFeed.Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = Json.shared().createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("events");
            for (Event event : snapshot.events()) {
                json.writeRawValue(event.json());
            }
            json.writeEndArray();
            json.writeNumberField("next_since_id", snapshot.nextSince());
            json.writeBooleanField("gap", snapshot.gap());
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
