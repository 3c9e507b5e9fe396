package io.dispatcher.playground.rest;

import io.dispatcher.config.Settings;
import io.dispatcher.events.EventFeed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/playground}. */
@Path("playground")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PlaygroundResource {
    private static final List<String> MEMBERS = List.of("mocks", "history", "targets", "scenarios", "metrics");

    @Inject
    @Any
    private Instance<PlaygroundPart> parts;

    @Inject
    private Settings settings;

    @Inject
    private EventFeed events;

    /** Everything of now; the events after {@code last_event_id} tell what changed since. */
    @GET
    @Path("state")
    public Map<String, Object> state() throws SQLException {
        // First: what happens meanwhile is told twice rather than not at all.
        long last = events.last();
        Map<String, Object> state = new LinkedHashMap<>();
        MEMBERS.forEach(member -> state.put(member, List.of()));
        for (PlaygroundPart part : parts) {
            state.put(part.name(), part.state());
        }
        state.put("limits", limits());
        state.put("last_event_id", last);
        return state;
    }

    private Map<String, Object> limits() {
        Settings.Limits limits = settings.limits();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("max_body_bytes", limits.maxBodyBytes());
        all.put("max_in_flight", limits.maxInFlight());
        all.put("max_in_flight_per_caller", limits.maxInFlightPerCaller());
        all.put("max_mock_routes", settings.lab().maxMockRoutes());
        all.put("max_mock_body_bytes", settings.lab().maxMockBodyBytes());
        all.put("max_targets", settings.targets().most());
        all.put("max_scenarios", settings.scenarios().most());
        all.put("max_steps_per_scenario", settings.scenarios().mostSteps());
        all.put("max_assertions_per_step", settings.scenarios().mostAssertionsPerStep());
        all.put("requests_per_second", limits.requestsPerSecond());
        all.put("history_limit", settings.history().limit());
        all.put("event_buffer_size", settings.liveEvents().bufferSize());
        return all;
    }
}
