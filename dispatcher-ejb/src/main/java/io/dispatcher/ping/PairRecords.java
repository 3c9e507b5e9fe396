package io.dispatcher.ping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.WorkTimings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each pair of agent and target as a record of the history: the request's body is how it was pinged, the response's its summary. */
final class PairRecords {
    private static final JsonFactory JSON = new JsonFactory();
    private static final double SECOND_MS = 1_000;
    private static final List<HeaderField> JSON_TYPE = List.of(new HeaderField("Content-Type", "application/json"));

    private final List<DispatchListener> listeners;

    PairRecords(List<DispatchListener> listeners) {
        this.listeners = listeners;
    }

    void pairEnded(PingTask task, String agentId, Pair pair, byte[] summary) {
        PingOrder order = task.request().order();
        DispatchRecord.ResponsePart response =
                new DispatchRecord.ResponsePart("ICMP", JSON_TYPE, summary, false, summary.length, null);
        DispatchRecord record = new DispatchRecord(
                UuidCreator.getTimeOrderedEpoch(),
                DispatchKind.PING,
                task.begun(),
                task.caller(),
                agentId,
                pair.sourceAddress() == null ? order.sourceAddress() : pair.sourceAddress(),
                "PING",
                pair.target,
                null,
                failure(pair),
                0,
                task.sinceBegunMs(),
                1,
                null,
                false,
                new DispatchRecord.RequestPart(
                        JSON_TYPE, described(task, order), order.timeoutMs() / SECOND_MS, false, false),
                response,
                WorkTimings.NONE,
                List.of());
        listeners.forEach(listener -> listener.finished(record));
    }

    private static @Nullable Failure failure(Pair pair) {
        if (pair.address() != null) {
            return null;
        }
        String error = pair.error();
        if (error == null) {
            return new Failure(FailureType.TARGET_TIMEOUT, "no answer");
        }
        return new Failure(
                error.startsWith("egress-denied") ? FailureType.EGRESS_DENIED : FailureType.TARGET_IO, error);
    }

    private static byte[] described(PingTask task, PingOrder order) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("task_id", task.id().toString());
            json.writeNumberField("interval", order.intervalMs());
            json.writeNumberField("count", order.count());
            json.writeNumberField("timeout", order.timeoutMs());
            json.writeNumberField("retries", order.retries());
            json.writeNumberField("size", order.size());
            json.writeStringField("family", order.family());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
