package io.dispatcher.target.web;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.web.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code POST /submit} answers with what it was given. */
@WebServlet(urlPatterns = "/submit", asyncSupported = true)
public class SubmitServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Settings settings;

    @Inject
    private transient BodyPlaces places;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            Problems.write(
                    response, new Failure(FailureType.METHOD_NOT_ALLOWED, "Something is submitted by POST."), null);
            return;
        }
        if (!places.take()) {
            Problems.write(response, new Failure(FailureType.RATE_LIMITED, "too many are sending a body here"), null);
            return;
        }
        try {
            answer(request, response);
        } finally {
            places.giveBack();
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int most = settings.limits().maxBodyBytes();
        byte[] body = request.getContentLengthLong() > most
                ? new byte[0]
                : request.getInputStream().readNBytes(most + 1);
        if (request.getContentLengthLong() > most || body.length > most) {
            response.setHeader("Connection", "close");
            Problems.write(
                    response,
                    new Failure(FailureType.PAYLOAD_TOO_LARGE, "At most " + most + " bytes are taken."),
                    null);
            return;
        }
        String type = request.getContentType();
        response.setContentType(type == null ? "application/octet-stream" : type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
