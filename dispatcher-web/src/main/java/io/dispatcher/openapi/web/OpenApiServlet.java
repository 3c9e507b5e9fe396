package io.dispatcher.openapi.web;

import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.ReadOnlyServlet;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** {@code GET /openapi}: OpenAPI 3 in JSON (which is YAML too). */
@WebServlet(
        urlPatterns = {"/openapi", "/openapi/"},
        asyncSupported = true)
public class OpenApiServlet extends ReadOnlyServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request, List.of("format"));
        try (InputStream description = OpenApiServlet.class.getResourceAsStream("/openapi.json")) {
            if (description == null) {
                throw new IOException("openapi.json is missing in the deployment");
            }
            send(response, "application/json", description.readAllBytes());
        }
    }
}
