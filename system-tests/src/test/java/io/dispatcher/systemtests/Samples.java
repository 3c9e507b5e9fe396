package io.dispatcher.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** What Prometheus answered to a query, as its API writes it. */
record Samples(JsonNode json) {

    /** False also where all there is is "not a number". */
    boolean hasNumber() {
        for (JsonNode sample : json) {
            if (Double.isFinite(Double.parseDouble(text(sample).replace("Inf", "Infinity")))) {
                return true;
            }
        }
        return false;
    }

    /** The values of a label. */
    Set<String> labels(String name) {
        Set<String> labels = new TreeSet<>();
        json.forEach(sample -> labels.add(sample.path("metric").path(name).asText()));
        return labels;
    }

    /** The first sample's value. */
    double value() {
        return Double.parseDouble(text(json.path(0)));
    }

    /** The value of the sample that has this label. */
    double value(String label, String of) {
        for (JsonNode sample : json) {
            if (sample.path("metric").path(label).asText().equals(of)) {
                return Double.parseDouble(text(sample));
            }
        }
        throw new AssertionError("nothing for " + of + " in " + json);
    }

    private static String text(JsonNode sample) {
        return sample.path("value").path(1).asText();
    }
}
