package io.dispatcher.queues.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.OrderView;
import io.dispatcher.queues.LetterBox;
import io.dispatcher.queues.LetterId;
import io.dispatcher.queues.LetterQueue;
import io.dispatcher.queues.WholeLetter;
import io.dispatcher.web.ProblemException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message at a last stop, whole, as the API writes it. */
public record LetterDetail(
        @JsonUnwrapped LetterList.Item item,
        boolean durable,
        int priority,
        Map<String, Object> properties,
        @Nullable String body,
        byte @Nullable [] bodyBase64,
        boolean bodyTruncated,
        @Nullable OrderView order) {

    static LetterDetail of(LetterBox letters, LetterQueue where, String id) {
        LetterId known = LetterId.parse(id);
        WholeLetter whole = known == null ? null : letters.find(where, known);
        if (whole == null) {
            throw missing();
        }
        return new LetterDetail(
                LetterList.Item.of(whole.letter()),
                whole.durable(),
                whole.priority(),
                whole.properties(),
                whole.body(),
                whole.bytes(),
                whole.truncated(),
                whole.order());
    }

    static ProblemException missing() {
        return ProblemException.of(FailureType.NOT_FOUND, "There is no such message here, or it is gone.");
    }
}
