package io.dispatcher.scenarios.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.web.Json;
import io.dispatcher.web.ProblemException;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a report is written. */
enum ReportFormat {
    JSON("application/json") {
        @Override
        byte[] render(JsonNode report) {
            return Json.write(report);
        }
    },
    JUNIT("application/xml") {
        @Override
        byte[] render(JsonNode report) {
            return JunitReport.of(report);
        }
    },
    HTML("text/html; charset=utf-8") {
        @Override
        byte[] render(JsonNode report) {
            return HtmlReport.of(report).getBytes(StandardCharsets.UTF_8);
        }
    };

    private final String mediaType;

    ReportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    abstract byte[] render(JsonNode report);

    String mediaType() {
        return mediaType;
    }

    /**
     * @param name the parameter {@code format}, which goes before what is accepted
     * @throws ProblemException if there is none of that name
     */
    static ReportFormat of(@Nullable String name, List<MediaType> accepted) {
        if (name != null) {
            for (ReportFormat format : values()) {
                if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return format;
                }
            }
            throw ProblemException.of(FailureType.INVALID_REQUEST, "format must be json, junit or html");
        }
        for (MediaType type : accepted) {
            for (ReportFormat format : values()) {
                if (type.isCompatible(MediaType.valueOf(format.mediaType))) {
                    return format;
                }
            }
        }
        return JSON;
    }
}
