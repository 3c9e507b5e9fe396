package io.dispatcher.target.web;

import io.dispatcher.web.ReadOnlyServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code /static/…}: files of the deployment, with validators and ranges by the container's own servlet, which refuses other methods in its own way. */
@WebServlet(urlPatterns = "/static/*", asyncSupported = true)
public class StaticFilesServlet extends ReadOnlyServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        // Kept by who likes, and asked for again each time.
        response.setHeader("Cache-Control", "no-cache");
        getServletContext().getNamedDispatcher("default").forward(new WholePath(request), response);
    }

    /** The container's servlet looks for what stands behind the mapping, which would be its own. */
    private static final class WholePath extends HttpServletRequestWrapper {
        WholePath(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getServletPath() {
            return super.getServletPath() + (super.getPathInfo() == null ? "" : super.getPathInfo());
        }

        @Override
        public @Nullable String getPathInfo() {
            return null;
        }
    }
}
