package io.dispatcher.mocks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mock's rule, compiled.
 *
 * @param method {@code *}: any
 * @param state null: it plays in no scenario
 * @param upstream it stands in for, where no agent claims that name; null: it answers at the coordinator's own ports
 * @param wide its path may be that of one of the product's own routes too
 */
record Stub(
        String id,
        String method,
        PathPattern path,
        List<Condition> conditions,
        Reply reply,
        int priority,
        boolean enabled,
        @Nullable Fault fault,
        @Nullable State state,
        @Nullable String upstream,
        boolean readsBody,
        boolean wide) {
    static final String ANY = "*";

    /**
     * What it answers.
     *
     * @param template null: the body as it is
     * @param headers name and value, a value perhaps a template
     */
    record Reply(
            int status,
            List<Header> headers,
            byte[] body,
            @Nullable Template template,
            String contentType,
            int delayMs) {
        boolean json() {
            return contentType.contains("json");
        }
    }

    /** @param template null: the value as it is */
    record Header(String name, String value, @Nullable Template template) {}

    /**
     * @param required only in this state; null: in any
     * @param next after the answer; null: the same
     */
    record State(
            String scenario,
            @Nullable String required,
            @Nullable String next) {}

    /** HEAD is answered as GET is, without the body. */
    boolean takes(String asked) {
        return method.equals(ANY) || method.equals(asked) || asked.equals("HEAD") && method.equals("GET");
    }

    boolean fits(MockRequest request) {
        for (Condition condition : conditions) {
            if (!condition.fits(request)) {
                return false;
            }
        }
        return true;
    }
}
