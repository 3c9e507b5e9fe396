package io.dispatcher.agents.rest;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentView;
import io.dispatcher.web.Json;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** {@code GET /conns}: the connected agents, where the ping monitor's users look for them. */
@WebServlet(urlPatterns = "/conns", asyncSupported = true)
public class ConnectionsServlet extends HttpServlet {
    @Inject
    private AgentDirectory agents;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<AgentView> connected = agents.views().stream()
                .filter(agent -> agent.connectedSince() != null)
                .toList();
        byte[] body = Json.write(new AgentPage(connected, null));
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
