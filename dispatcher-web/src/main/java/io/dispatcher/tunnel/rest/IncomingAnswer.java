package io.dispatcher.tunnel.rest;

import io.dispatcher.protocol.AnswerHead;
import io.dispatcher.web.exchange.ContainerChannel;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that an agent brings, and what the agent is told of it. */
abstract class IncomingAnswer {
    private static final System.Logger LOG = System.getLogger(IncomingAnswer.class.getName());

    final HttpServletRequest fromAgent;
    private final HttpServletResponse toAgent;
    private final AsyncContext agent;
    private final Runnable closed;

    /** Takes the head; then {@link #moveTo} or {@link #refuse} is called, perhaps later. */
    interface Begun {
        void begun(AnswerHead head, IncomingAnswer answer) throws IOException;
    }

    /** @param closed run when it is over */
    IncomingAnswer(HttpServletRequest fromAgent, HttpServletResponse toAgent, AsyncContext agent, Runnable closed) {
        this.fromAgent = fromAgent;
        this.toAgent = toAgent;
        this.agent = agent;
        this.closed = closed;
    }

    /** Moves its body there. */
    abstract void moveTo(ServletOutputStream out, Transfer.Ends ends);

    /** Whether all of it came, now that so many bytes of its body did. */
    boolean isWhole(long bytes) {
        return Trailers.isWhole(fromAgent, headBytes() + bytes);
    }

    /** What stands before the body. */
    abstract long headBytes();

    /** Its trailers, once its body was moved. */
    final Map<String, String> trailers() {
        return Trailers.of(fromAgent);
    }

    final void refuse(@Nullable String why) {
        LOG.log(Level.DEBUG, "an answer is not taken: {0}", why);
        toAgent.setStatus(HttpServletResponse.SC_NOT_FOUND);
        toAgent.setHeader("Connection", "close");
        over();
    }

    private void over() {
        closed.run();
        agent.complete();
    }

    /** All of it, or as much as came. */
    final void taken() {
        over();
    }

    /** Nobody takes the rest of it. */
    final void cut() {
        toAgent.setStatus(HttpServletResponse.SC_GONE);
        ContainerChannel.cut(fromAgent);
        over();
    }
}
