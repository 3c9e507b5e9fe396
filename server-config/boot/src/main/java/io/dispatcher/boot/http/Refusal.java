package io.dispatcher.boot.http;

import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.http.util.FastHttpDateFormat;

/** Why a request is refused, and the whole answer: the connection is closed after it. */
enum Refusal {
    REQUEST_LINE(400, "The request line is not METHOD target HTTP/1.1."),
    TARGET(400, "The request target is neither a path nor an http URL without user and fragment."),
    FIELD(400, "A header field is not NAME: value; folded lines and bare CR, LF or NUL are not allowed."),
    HOST(400, "A request has exactly one Host, a name or address and perhaps a port."),
    LENGTH(400, "Content-Length must be one number, given once, and not beside Transfer-Encoding."),
    CODING(400, "Transfer-Encoding must be chunked and nothing else, in HTTP/1.1."),
    LONG_TARGET(414, "The request target is too long."),
    LONG_HEAD(431, "The header fields are too large, or too many."),
    METHOD(501, "CONNECT is not served here."),
    VERSION(505, "Only HTTP/1.0, HTTP/1.1 and HTTP/2 are spoken here."),
    TOO_MANY_CONNECTIONS(503, "Too many connections are open here.");

    private static final String SERVER = System.getProperty("dispatcher.server-name", "dispatcher");

    private final String status;
    private final String rest;

    Refusal(int status, String detail) {
        String title = title(status);
        boolean busy = status == 503;
        String body = "{\"type\":\"/problems/" + (busy ? "unavailable" : "invalid-request") + "\",\"title\":\"" + title
                + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\",\"failure_source\":\""
                + (busy ? "internal" : "client") + "\"}";
        this.status = "HTTP/1.1 " + status + " " + title + "\r\nDate: ";
        this.rest = "\r\nContent-Type: application/problem+json\r\nContent-Length: " + body.length()
                + (busy ? "\r\nRetry-After: 1" : "") + "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
                + body;
    }

    private static String title(int status) {
        return switch (status) {
            case 414 -> "URI Too Long";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Bad Request";
        };
    }

    /** Status line, fields and body, as they are sent now. */
    byte[] answer() {
        return (status + FastHttpDateFormat.getCurrentDate() + "\r\nServer: " + SERVER + rest)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
