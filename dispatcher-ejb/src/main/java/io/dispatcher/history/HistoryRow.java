package io.dispatcher.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table as JPA reads it; written by {@link HistoryWriter}. */
@Entity
@Table(name = "history")
public class HistoryRow {
    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "kind")
    private String kind;

    @Column(name = "accepted_at")
    private OffsetDateTime acceptedAt;

    @Column(name = "caller")
    private @Nullable String caller;

    @Column(name = "agent_id")
    private @Nullable String agentId;

    @Column(name = "source_address")
    private @Nullable String sourceAddress;

    @Column(name = "method")
    private String method;

    @Column(name = "url")
    private String url;

    @Column(name = "status_code")
    private @Nullable Integer statusCode;

    @Column(name = "error")
    private @Nullable String error;

    @Column(name = "duration_ms")
    private double durationMs;

    @Column(name = "attempts")
    private int attempts;

    @Column(name = "replay_of")
    private @Nullable String replayOf; // text: EclipseLink's converter of UUIDs fails on null

    @Column(name = "detail")
    private byte[] detail;

    protected HistoryRow() {}

    byte[] detail() {
        return detail;
    }

    HistoryItem item() {
        return new HistoryItem(
                id,
                kind,
                acceptedAt.toInstant(),
                agentId,
                sourceAddress,
                method,
                url,
                statusCode,
                error,
                durationMs,
                replayOf == null ? null : UUID.fromString(replayOf),
                caller,
                attempts);
    }
}
