package io.dispatcher.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.answer.ExecuteAnswer;
import io.dispatcher.dispatch.answer.ProblemDetails;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What whoever asked for a replay is told. */
public final class ReplayAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplayAnswer() {}

    /** @param story of a dispatch that was answered */
    public static byte[] json(Replay replay, DispatchRecord story) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("request_id", story.requestId().toString());
            json.writeStringField("replay_of", replay.original().item().id().toString());
            json.writeObjectField("lacks", replay.lacks());
            json.writeFieldName("result");
            json.writeRawValue(new String(ExecuteAnswer.json(story), StandardCharsets.UTF_8));
            json.writeFieldName("diff");
            json.writeTree(ReplayDifference.of(replay.original(), story));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The same of one that failed: its problem, and whose replay it is. */
    public static byte[] problem(Replay replay, Failure failure, String requestId) {
        Map<String, Object> members = ProblemDetails.members(failure, requestId);
        members.put("replay_of", replay.original().item().id().toString());
        members.put("lacks", replay.lacks());
        try {
            return JSON.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values always encode", e);
        }
    }
}
