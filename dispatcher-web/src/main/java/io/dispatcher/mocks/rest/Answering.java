package io.dispatcher.mocks.rest;

import io.dispatcher.mocks.MockAnswer;
import io.dispatcher.mocks.MockDesk;
import io.dispatcher.mocks.MockDesk.Candidates;
import io.dispatcher.mocks.MockRecords;
import io.dispatcher.mocks.MockRequest;
import io.dispatcher.mocks.Mocks;
import io.dispatcher.web.exchange.AsyncExchange;
import io.dispatcher.web.exchange.BodyLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Answers what mocks are asked. A request whose body nobody looks at, or has come with its head, is answered by the thread it came on; one that must be waited
 * for, or whose answer is late or large, by none. Thread-safe.
 */
final class Answering {
    private final MockDesk desk;
    private final MockRecords records;
    private final Later later;
    private final BodyLimits limits;
    private final int mostBody;

    /**
     * @param mostBody bytes of a request's that are looked at
     */
    Answering(Mocks mocks, Later later, BodyLimits limits, int mostBody) {
        this.desk = mocks.desk();
        this.records = mocks.records();
        this.later = later;
        this.limits = limits;
        this.mostBody = mostBody;
    }

    void begin(Question question, HttpServletResponse response, Candidates candidates) throws IOException {
        HttpServletRequest request = question.request();
        if (!candidates.needsBody(request.getMethod())) {
            now(question, response, candidates);
            return;
        }
        int length = request.getContentLength();
        if (length >= 0 && length <= mostBody && request.getInputStream().available() >= length) {
            now(question.with(request.getInputStream().readNBytes(length)), response, candidates);
            return;
        }
        AsyncExchange.start(
                request,
                response,
                limits,
                mostBody,
                (exchange, body) -> later(exchange, question.with(body), candidates));
    }

    private void now(Question question, HttpServletResponse response, Candidates candidates) throws IOException {
        MockRequest asked = question.asked();
        MockAnswer answer = answer(question, candidates, asked);
        if (answer == null) {
            Missed.write(response, candidates.allowed(asked.method()), desk.nearMisses(candidates, asked), asked);
            return;
        }
        if (answer.delayMs() == 0 && answer.fault() == null && answer.body().length <= Answers.SMALL) {
            Answers.write(response, answer, asked.method());
        } else {
            later.answer(AsyncExchange.begin(question.request(), response, limits), answer, asked.method());
        }
    }

    private void later(AsyncExchange exchange, Question question, Candidates candidates) {
        MockRequest asked = question.asked();
        MockAnswer answer = answer(question, candidates, asked);
        if (answer == null) {
            Missed.write(exchange, candidates.allowed(asked.method()), desk.nearMisses(candidates, asked), asked);
            return;
        }
        later.answer(exchange, answer, asked.method());
    }

    private @Nullable MockAnswer answer(Question question, Candidates candidates, MockRequest asked) {
        MockAnswer plain = desk.answer(candidates, asked);
        if (plain == null) {
            return null;
        }
        MockAnswer answer = question.upstream() == null ? plain : plain.flagged();
        if (records.wanted()) {
            records.answered(question.forHistory(), answer);
        }
        return answer;
    }
}
