package io.dispatcher.mocks;

import io.dispatcher.protocol.HeaderField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to answer a request.
 *
 * @param mockId whose
 * @param fault that strikes this answer, null: none
 */
public record MockAnswer(
        String mockId,
        int status,
        List<HeaderField> headers,
        byte[] body,
        String contentType,
        int delayMs,
        @Nullable Fault fault) {
    /** On answers that an upstream should have given. */
    public static final String STAND_IN = "Dispatcher-Stand-In";

    /** The same, saying that it is no upstream's. */
    public MockAnswer flagged() {
        List<HeaderField> all = new ArrayList<>(headers);
        all.add(new HeaderField(STAND_IN, "mock " + mockId));
        return new MockAnswer(mockId, status, all, body, contentType, delayMs, fault);
    }

    static MockAnswer of(Stub stub, MockRequest request, long number) {
        Stub.Reply reply = stub.reply();
        Fault fault = stub.fault();
        return new MockAnswer(
                stub.id(),
                reply.status(),
                headers(stub, request, number),
                body(stub, request, number),
                reply.contentType(),
                reply.delayMs(),
                fault != null && fault.strikes(number) ? fault : null);
    }

    private static byte[] body(Stub stub, MockRequest request, long number) {
        Template template = stub.reply().template();
        return template == null
                ? stub.reply().body()
                : template.render(request, stub.path(), number, stub.reply().json())
                        .getBytes(StandardCharsets.UTF_8);
    }

    private static List<HeaderField> headers(Stub stub, MockRequest request, long number) {
        List<Stub.Header> headers = stub.reply().headers();
        if (headers.isEmpty()) {
            return List.of();
        }
        return headers.stream()
                .map(header -> new HeaderField(header.name(), value(header, stub, request, number)))
                .toList();
    }

    /** What came from a request must not begin another line. */
    private static String value(Stub.Header header, Stub stub, MockRequest request, long number) {
        Template template = header.template();
        if (template == null) {
            return header.value();
        }
        StringBuilder value = new StringBuilder();
        template.render(request, stub.path(), number, false)
                .chars()
                .limit(ReplyParser.LONGEST_VALUE)
                .forEach(c -> value.append(c >= 0x20 && c < 0x7F ? (char) c : '?'));
        return value.toString();
    }
}
