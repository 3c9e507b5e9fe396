package io.dispatcher.scenarios.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.document.DocumentException;
import io.dispatcher.protocol.document.Place;
import io.dispatcher.protocol.document.PlacedDocument;
import io.dispatcher.scenarios.Scenarios;
import io.dispatcher.web.ProblemException;
import java.nio.charset.StandardCharsets;

/** A body in YAML: what is refused of it is said with line and column. */
final class YamlBody {
    /** RFC 9512. */
    static final String TYPE = "application/yaml";

    private final PlacedDocument document;

    private YamlBody(PlacedDocument document) {
        this.document = document;
    }

    /** @throws ProblemException if it cannot be read */
    static YamlBody of(byte[] text) {
        try {
            return new YamlBody(PlacedDocument.yaml(text));
        } catch (DocumentException e) {
            throw ProblemException.of(FailureType.INVALID_REQUEST, "malformed YAML: " + e.getMessage() + at(e.place()));
        }
    }

    ObjectNode tree() {
        return document.tree();
    }

    byte[] json() {
        return document.tree().toString().getBytes(StandardCharsets.UTF_8);
    }

    Scenarios.Answer placed(Scenarios.Answer answer) {
        return answer instanceof Scenarios.Answer.Refused refused
                ? new Scenarios.Answer.Refused(placed(refused.failure()))
                : answer;
    }

    private Failure placed(Failure failure) {
        int colon = failure.detail().indexOf(": ");
        if (failure.type() != FailureType.INVALID_REQUEST || colon < 0) {
            return failure;
        }
        Place place = document.place(failure.detail().substring(0, colon));
        return new Failure(failure.type(), failure.detail() + at(place));
    }

    private static String at(Place place) {
        return " (line " + place.line() + ", column " + place.column() + ")";
    }
}
