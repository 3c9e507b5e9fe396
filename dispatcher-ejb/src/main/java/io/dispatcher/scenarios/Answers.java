package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.answer.ExecuteAnswer;
import io.dispatcher.dispatch.answer.ProblemDetails;
import io.dispatcher.history.Redaction;
import io.dispatcher.scenarios.engine.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Objects;

/** What became of a request as a step looks at it: assertions see all of it, the report no secrets. */
final class Answers {
    private static final System.Logger LOG = System.getLogger(Answers.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /** Of whatever came: what cannot be looked at is a problem of ours. */
    static Answer of(DispatchRecord story) {
        try {
            return looked(story);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "an answer could not be looked at", e);
            return failed(
                    story,
                    new Failure(FailureType.INTERNAL, "the answer could not be looked at; the server's log says why"));
        }
    }

    private static Answer failed(DispatchRecord story, Failure why) {
        ObjectNode problem =
                (ObjectNode) tree(ProblemDetails.json(why, story.requestId().toString()));
        return Answer.failed(story.agentId(), why.type().httpStatus(), problem, story.durationMs());
    }

    private static Answer looked(DispatchRecord story) {
        Failure failure = story.failure();
        DispatchRecord.ResponsePart response = story.response();
        if (failure != null || response == null) {
            return failed(story, Objects.requireNonNull(failure));
        }
        ObjectNode shown = (ObjectNode) tree(ExecuteAnswer.json(story));
        ((ObjectNode) shown.path("headers")).properties().forEach(header -> {
            if (Redaction.isSecret(header.getKey())) {
                ArrayNode marked = JsonNodeFactory.instance.arrayNode();
                header.getValue().forEach(line -> marked.add(Redaction.MARK));
                header.setValue(marked);
            }
        });
        return new Answer(
                story.agentId(),
                Objects.requireNonNull(story.statusCode()),
                response.headers(),
                response.body(),
                story.durationMs(),
                null,
                shown);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
