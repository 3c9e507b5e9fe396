package io.dispatcher.matrix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.answer.ExecuteAnswer;
import io.dispatcher.dispatch.answer.ProblemDetails;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rows as the contract writes them (CONTRACT.md, section 2). */
final class MatrixJson {
    private static final JsonFactory JSON = new JsonFactory();

    private MatrixJson() {}

    static MatrixOutput.Row result(Matrix.Cell cell, DispatchRecord story) {
        String address = story.sourceAddress() == null ? cell.address() : story.sourceAddress();
        return row("result", cell.agentId(), address, ExecuteAnswer.json(story));
    }

    static MatrixOutput.Row problem(Matrix.Cell cell, Failure failure, String requestId) {
        return row("problem", cell.agentId(), cell.address(), ProblemDetails.json(failure, requestId));
    }

    private static MatrixOutput.Row row(String type, String agentId, @Nullable String address, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length + 256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            member(json, agentId, address);
            json.writeFieldName(type);
            json.writeRawValue(new String(value, StandardCharsets.UTF_8));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MatrixOutput.Row(type, out.toByteArray());
    }

    /** From where, as members of the object that is open. */
    static void member(JsonGenerator json, String agentId, @Nullable String address) throws IOException {
        json.writeStringField("agent_id", agentId);
        json.writeStringField("source_address", address);
    }
}
