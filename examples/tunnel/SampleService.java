import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A service to be reached through a tunnel: {@code java SampleService.java [address] [port]}. */
public final class SampleService {
    public static void main(String[] args) throws IOException {
        String address = args.length > 0 ? args[0] : "127.0.0.1";
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 5000;
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
        server.createContext("/", SampleService::answer);
        server.start();
        System.out.println("sample service ready http://" + address + ":" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String text = switch (path) {
            case "/" -> "Welcome to localhost:5000!\n";
            case "/test" -> "This is a test route!\n";
            default -> "There is no " + path + " here.\n";
        };
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        boolean known = path.equals("/") || path.equals("/test");
        exchange.sendResponseHeaders(known ? 200 : 404, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
