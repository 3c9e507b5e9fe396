package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the requests of steps. */
public interface Exchanges {
    /**
     * What a step comes to now, variables filled in.
     *
     * @throws StepException if it cannot be made
     */
    Prepared prepare(ObjectNode request, @Nullable ObjectNode from) throws StepException;

    /** One request from each of some places. */
    interface Prepared {
        /** What tells them apart; one empty text if there is but one, wherever that is. */
        List<String> places();

        /**
         * @param then told once, by any thread, maybe before this returns
         * @return takes it back
         */
        Runnable send(int place, Consumer<Answer> then);
    }

    /** The step is wrong, whoever makes it. */
    final class StepException extends Exception {
        private static final long serialVersionUID = 1L;

        public StepException(String message) {
            super(message);
        }
    }
}
