package io.dispatcher.target.web;

import io.dispatcher.web.ReadOnlyServlet;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code /}, {@code /stream}, {@code /echo/…} and {@code /user-agent}. */
@WebServlet(
        urlPatterns = {"", "/stream", "/echo/*", "/user-agent"},
        asyncSupported = true)
public class PlainRoutesServlet extends ReadOnlyServlet {
    private static final long serialVersionUID = 1L;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int PIECES = 5;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getServletPath()) {
            case "/stream" -> stream(request, response);
            case "/echo" -> text(response, rest(request));
            case "/user-agent" -> text(response, request.getHeader("User-Agent"));
            default -> text(response, "Hello from Dispatcher\n");
        }
    }

    private static String rest(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path == null ? "" : path.substring(1);
    }

    private static void text(HttpServletResponse response, String text) throws IOException {
        send(response, TEXT, (text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
    }

    private static void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(TEXT);
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        ServletOutputStream out = response.getOutputStream();
        for (int piece = 1; piece <= PIECES; piece++) {
            out.write(("piece " + piece + " of " + PIECES + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
