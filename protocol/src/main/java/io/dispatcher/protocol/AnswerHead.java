package io.dispatcher.protocol;

import java.util.List;

/** Status line and header section of an answer whose body follows. */
public record AnswerHead(int statusCode, String httpVersion, List<HeaderField> headers) {
    public AnswerHead {
        headers = List.copyOf(headers);
    }
}
