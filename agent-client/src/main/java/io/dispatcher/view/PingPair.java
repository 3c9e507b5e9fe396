package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One target as one agent sees it. Until a summary comes, what the events tell is counted; a summary stands for all events
 * before it, of which some may have been left out.
 */
final class PingPair {
    private final String agent;
    private final String target;
    private PingCounts ended = new PingCounts();
    private PingCounts current = new PingCounts();
    private String last = "-";
    private @Nullable String trouble;

    PingPair(String agent, String target) {
        this.agent = agent;
        this.target = target;
    }

    void heard(JsonNode event) {
        String type = event.path("type").asText();
        switch (type) {
            case "reply" -> replied(event.path("rtt_ms"));
            case "duplicate" -> current.duplicates++;
            case "late" -> current.late++;
            case "summary" -> {
                ended.add(PingCounts.of(event));
                current = new PingCounts();
            }
            case "timeout" -> {
                current.sent++;
                last = "timeout";
            }
            default -> failed(type, event);
        }
    }

    private void replied(JsonNode rtt) {
        current.sent++;
        current.received++;
        if (rtt.isNumber()) {
            current.trips.add(rtt.asDouble());
            last = Shown.roundTrip(rtt.asDouble());
        }
    }

    private void failed(String type, JsonNode event) {
        current.errors++;
        current.sent += event.hasNonNull("seq") ? 1 : 0;
        String detail = event.path("detail").asText("");
        String what = type.equals("error") && !detail.isEmpty() ? "" : PingLines.words(type);
        trouble = what + (what.isEmpty() || detail.isEmpty() ? "" : ": ") + detail;
        last = switch (type) {
            case "unreachable" -> "unreach";
            case "time_exceeded" -> "ttl";
            case "packet_too_big" -> "too big";
            default -> "error";
        };
    }

    String agent() {
        return agent;
    }

    String target() {
        return target;
    }

    /** The last round trip, or a word of what there was instead. */
    String last() {
        return last;
    }

    /** What the last error was; null: there was none. */
    @Nullable
    String trouble() {
        return trouble;
    }

    PingCounts counts() {
        PingCounts all = new PingCounts();
        all.add(ended);
        all.add(current);
        return all;
    }

    double loss() {
        long sent = ended.sent + current.sent;
        return sent == 0 ? 100 : 100.0 * (sent - ended.received - current.received) / sent;
    }
}
