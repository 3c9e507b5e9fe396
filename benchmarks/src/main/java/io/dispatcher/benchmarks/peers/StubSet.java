package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.load.Body;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rules that every peer of the mocks has: one for each body, and others that the request does not fit. */
final class StubSet {
    private static final int OTHERS = 20;

    private StubSet() {}

    /** One rule. */
    record Stub(String method, String path, String body) {}

    static List<Stub> stubs() {
        List<Stub> stubs = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            stubs.add(new Stub("GET", "/api/other/" + i, "other"));
            stubs.add(new Stub("POST", "/api/other/" + i, "created"));
        }
        for (Body body : Body.values()) {
            stubs.add(new Stub("GET", body.path(), new String(body.content(), StandardCharsets.US_ASCII)));
        }
        return stubs;
    }

    static String json(String template, Stub stub) {
        String body = stub.body().replace("\n", "\\n");
        return String.format(Locale.ROOT, template.replace('\'', '"'), stub.method(), stub.path(), body);
    }
}
