package io.dispatcher.agents.ws;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.protocol.CloseCode;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Closes the agents' channels before the application goes: the container leaves them open, and each agent would hold on to nobody until it
 * notices the silence.
 */
@WebListener
public class Farewell implements ServletContextListener {
    // Looked up at the end only: this listener is made while the start is under way.
    @Inject
    private Instance<AgentDirectory> agents;

    @Inject
    private WriterThreads writers;

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        agents.get().forEachSession(session -> session.close(CloseCode.GOING_AWAY, "the node stops"));
        writers.stop();
    }
}
