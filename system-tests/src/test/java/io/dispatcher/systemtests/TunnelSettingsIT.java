package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators decide about tunnels, and what stands behind a body, as the upstream sees it byte for byte. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TunnelSettingsIT {
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "2\r\nhi\r\n0\r\nX-Sum: of the body\r\nHost: evil\r\nDispatcher-Stream: x\r\n\r\n";

    private Processes processes;
    private TrailerUpstream upstream;
    private RunningProcess coordinator;
    private RunningProcess client;
    private Path token;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        upstream = new TrailerUpstream();
        token = Files.writeString(directory.resolve("token"), "s3cret");
        coordinator =
                processes.coordinator("--proxy", "0=shop", "--forwarded", "replace", "--trusted-proxy", "192.0.2.0/24");
        processes.agent(
                coordinator,
                "inside",
                "--upstream",
                "shop=" + upstream.url(),
                "--upstream",
                "named=" + upstream.url(),
                "--keep-host",
                "named");
        client = processes.tunnel(coordinator, "shop", "--listen-token-file", token.toString());
    }

    @AfterAll
    void stop() throws IOException {
        processes.close();
        upstream.close();
    }

    private static String ask(URI door, String path, String rest) throws IOException {
        try (RawSocket socket = new RawSocket(door)) {
            return socket.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + rest)
                    .readToEnd();
        }
    }

    private URI door(String name) {
        return switch (name) {
            case "client" -> URI.create(client.url());
            case "proxy" -> coordinator.proxy("shop");
            default -> URI.create(coordinator.url());
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinator", "client", "proxy"})
    void trailersPassBothWaysButThoseThatComeTooLate(String door) throws Exception {
        String answer = ask(
                door(door),
                door.equals("coordinator") ? "/t/shop/" : "/",
                (door.equals("client") ? "Dispatcher-Authorization: Bearer s3cret\r\n" : "") + CHUNKED);
        assertThat(upstream.next().toLowerCase(Locale.ROOT))
                .endsWith("2\r\nhi\r\n0\r\nx-sum: of the body\r\n\r\n")
                .contains("host: 127.0.0.1:");
        assertThat(answer.toLowerCase(Locale.ROOT))
                .startsWith("http/1.1 200")
                .contains("5\r\nhello\r\n")
                .endsWith("0\r\nx-sum: of the answer\r\n\r\n");
    }

    @Test
    void anUpstreamIsToldTheCallersHostWhereTheAgentSaysSo() throws Exception {
        ask(door("coordinator"), "/t/named/", "Content-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(upstream.next().toLowerCase(Locale.ROOT)).contains("\r\nhost: localhost\r\n");
    }

    @Test
    void whatCallersSayOfTheWayBeforeIsReplaced() throws Exception {
        String answer = ask(
                door("coordinator"),
                "/t/shop/",
                "Forwarded: for=evil\r\nX-Forwarded-For: evil\r\nVia: 1.1 evil\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(upstream.next().toLowerCase(Locale.ROOT))
                .contains("forwarded: for=127.0.0.1;proto=http;host=\"localhost\"\r\n", "via: 1.1 dispatcher\r\n")
                .doesNotContain("evil");
        assertThat(answer).contains("Via: 1.1 dispatcher\r\n");
    }

    @Test
    void aPortThatWantsATokenLetsNobodyPassWithoutIt() throws Exception {
        for (String shown :
                new String[] {"", "Dispatcher-Authorization: Bearer s3cre\r\n", "Dispatcher-Authorization: s3cret\r\n"
                }) {
            assertThat(ask(door("client"), "/", shown + "Content-Length: 2\r\nConnection: close\r\n\r\nhi"))
                    .startsWith("HTTP/1.1 401")
                    .contains("application/problem+json", "/problems/unauthorized");
        }
    }
}
