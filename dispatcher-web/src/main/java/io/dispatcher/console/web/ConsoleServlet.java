package io.dispatcher.console.web;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.web.Problems;
import io.dispatcher.web.ReadOnlyServlet;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /console/…}: its files, and its one page at every other path, because the page itself knows what to show there. What was got before
 * is asked for again, and mostly answered with 304.
 */
@WebServlet(
        urlPatterns = {"/console", "/console/*", "/playground", "/playground/"},
        asyncSupported = true)
public class ConsoleServlet extends ReadOnlyServlet {
    private static final long serialVersionUID = 1L;
    private static final String FILES = "/assets/";
    private static final String PAGE = "/index.html";

    // Only of files that are there: bounded by the deployment.
    private final transient ConcurrentHashMap<String, Asset> assets = new ConcurrentHashMap<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        String context = request.getContextPath();
        if (request.getServletPath().startsWith("/playground")) {
            String query = request.getQueryString();
            redirect(response, context + "/console/playground" + (query == null ? "" : "?" + query));
        } else if (path == null) {
            redirect(response, context + "/console/");
        } else {
            Asset asset = asset(path.startsWith(FILES) ? path : PAGE);
            if (asset == null) {
                Problems.write(
                        response, new Failure(FailureType.NOT_FOUND, "The console has no file of that name."), null);
            } else {
                send(asset, request, response);
            }
        }
    }

    private static void redirect(HttpServletResponse response, String to) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", to);
        response.setContentLength(0);
    }

    private static void send(Asset asset, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean zip = accepts(request, "gzip");
        String tag = '"' + asset.tag() + (zip ? "-gz\"" : "\"");
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("Vary", "Accept-Encoding");
        String known = Optional.ofNullable(request.getHeader("If-None-Match")).orElse("");
        if (known.contains(tag) || known.strip().equals("*")) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        if (zip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        send(response, asset.contentType(), zip ? asset.zipped() : asset.plain());
    }

    /** A weight of 0 is a no; a star is not looked at. */
    private static boolean accepts(HttpServletRequest request, String encoding) {
        String accepted =
                Optional.ofNullable(request.getHeader("Accept-Encoding")).orElse("");
        for (String one : accepted.split(",")) {
            String[] parts = one.strip().split("\\s*;\\s*");
            if (parts[0].equalsIgnoreCase(encoding)) {
                return parts.length < 2 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private @Nullable Asset asset(String path) throws IOException {
        Asset known = assets.get(path);
        if (known != null) {
            return known;
        }
        if (path.contains("..")) {
            return null;
        }
        try (InputStream in = getServletContext().getResourceAsStream("/WEB-INF/console" + path)) {
            if (in == null) {
                return null;
            }
            Asset asset = Asset.of(path, in.readAllBytes());
            assets.put(path, asset);
            return asset;
        }
    }
}
