package io.dispatcher.connection;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a coordinator is.
 *
 * @param text as the user wrote it
 * @param socket the WebSocket's address
 */
public record CoordinatorUrl(String text, URI socket) {
    /**
     * Reads {@code http://host:port} (or https, ws, wss), with or without a path before {@code /ws}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static CoordinatorUrl parse(String text) {
        try {
            URI uri = new URI(text.strip());
            String scheme = scheme(uri, text);
            if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
                throw new IllegalArgumentException("'" + text + "' is no URL like http://host:8000");
            }
            String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return new CoordinatorUrl(text, new URI(scheme + "://" + uri.getHost() + port + path + "/ws"));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no URL like http://host:8000", e);
        }
    }

    /** Without the WebSocket's path, for other requests. */
    public String base() {
        String text = socket.toString();
        return (socket.getScheme().equals("wss") ? "https" : "http")
                + text.substring(socket.getScheme().length(), text.length() - "/ws".length());
    }

    /** The TCP port, also where the URL does not say it. */
    public int port() {
        int port = socket.getPort();
        return port > 0 ? port : socket.getScheme().equals("wss") ? 443 : 80;
    }

    private static String scheme(URI uri, String text) {
        return switch (String.valueOf(uri.getScheme())) {
            case "http", "ws" -> "ws";
            case "https", "wss" -> "wss";
            default -> throw new IllegalArgumentException("'" + text + "' is no URL like http://host:8000");
        };
    }
}
