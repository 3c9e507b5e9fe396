package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects are followed one by one, from the same address, each checked like the first; secrets stay with their host. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedirectsIT {
    private static final byte[] OK = "ok".getBytes(StandardCharsets.US_ASCII);

    private Processes processes;
    private ScriptedTarget target;
    private RunningProcess coordinator;
    private ExecuteApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        target = new ScriptedTarget();
        coordinator = processes.coordinator();
        processes.agent(coordinator, "one", "--address", "127.0.0.2", "--address", "127.0.0.3");
        api = new ExecuteApi(coordinator);
    }

    @AfterAll
    void stop() throws IOException {
        processes.close();
        target.close();
    }

    @ParameterizedTest
    @CsvSource({"301,GET,", "302,GET,", "303,GET,", "307,POST,x", "308,POST,x"})
    void theMethodAndBodyOfAPostGoOnAsTheCodeSays(int code, String method, String body) {
        String to = "/posted-" + code;
        target.says("/post-" + code, code + " Moved\r\nLocation: " + to, new byte[0]);
        target.says(to, "200 OK", OK);
        JsonNode answer = api.answered("url", target.url("/post-" + code), "method", "POST", "body", "x");
        assertThat(answer.path("body").asText()).isEqualTo("ok");
        assertThat(answer.path("attempts").asInt()).isEqualTo(1);
        assertThat(target.seen(to)).singleElement().satisfies(seen -> {
            assertThat(seen.method()).isEqualTo(method);
            assertThat(new String(seen.body(), StandardCharsets.US_ASCII)).isEqualTo(body == null ? "" : body);
        });
    }

    @Test
    void theFirstAnswerIsTheAnswerWhereThatWasAsked() {
        target.says("/unfollowed", "302 Found\r\nLocation: /nowhere", OK);
        JsonNode answer = api.answered("url", target.url("/unfollowed"), "follow_redirects", false);
        assertThat(answer.path("status_code").asInt()).isEqualTo(302);
        assertThat(answer.path("headers").path("Location")).hasToString("[\"/nowhere\"]");
        assertThat(answer.path("body").asText()).isEqualTo("ok");
    }

    @Test
    void secretsDoNotGoToAnotherHostAndOtherHeadersDo() {
        target.says("/there", "200 OK", OK);
        target.says("/same", "302 Found\r\nLocation: /there", OK);
        target.says("/other", "302 Found\r\nLocation: " + target.url("localhost", "/there"), OK);
        Map<String, String> headers =
                Map.of("Authorization", "Bearer hush", "Cookie", "a=b", "X-API-Key", "hush", "X-Kept", "yes");

        api.answered("url", target.url("/same"), "headers", headers);
        assertThat(target.seen("/there")).singleElement().satisfies(seen -> {
            assertThat(seen.header("authorization")).containsExactly("Bearer hush");
            assertThat(seen.header("cookie")).containsExactly("a=b");
        });

        api.answered("url", target.url("/other"), "headers", headers);
        ScriptedTarget.Seen foreign = target.seen("/there").get(1);
        assertThat(foreign.headers()).doesNotContainKeys("authorization", "cookie", "x-api-key");
        assertThat(foreign.header("x-kept")).containsExactly("yes");
        assertThat(foreign.header("host").get(0)).startsWith("localhost:");
    }

    @Test
    void twentyAreFollowedAndALoopEnds() {
        for (int i = 0; i < 20; i++) {
            target.says("/chain-" + i, "302 Found\r\nLocation: chain-" + (i + 1), OK);
        }
        target.says("/chain-20", "200 OK", OK);
        assertThat(api.answered("url", target.url("/chain-0"))
                        .path("status_code")
                        .asInt())
                .isEqualTo(200);

        target.says("/loop", "302 Found\r\nLocation: /loop", OK);
        Http.Answer answer = api.problem(502, "target-io", "target", "url", target.url("/loop"));
        assertThat(answer.json().path("detail").asText()).contains("redirects");
        assertThat(target.seen("/loop")).hasSize(21);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest", "http://10.0.0.1/", "http://[::ffff:169.254.169.254]/"})
    void aForbiddenAddressIsForbiddenAfterARedirectToo(String location) {
        target.says("/forbidden", "302 Found\r\nLocation: " + location, OK);
        api.problem(403, "egress-denied", "policy", "url", target.url("/forbidden"));
    }

    @Test
    void theCoordinatorIsNotReachedThroughARedirect() {
        target.says("/coordinator", "302 Found\r\nLocation: " + coordinator.url() + "/api/stats", OK);
        api.problem(403, "egress-denied", "policy", "url", target.url("/coordinator"));
        target.says("/by-name", "302 Found\r\nLocation: " + byName(coordinator.url()) + "/api/stats", OK);
        api.problem(403, "egress-denied", "policy", "url", target.url("/by-name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/", "http://", "http://a b/"})
    void whatIsNoHttpUrlIsNotFollowed(String location) {
        target.says("/strange", "302 Found\r\nLocation: " + location, OK);
        assertThat(api.answered("url", target.url("/strange"))
                        .path("status_code")
                        .asInt())
                .isEqualTo(302);
    }

    @Test
    void aChainLeavesFromOneAddress() {
        target.says("/from", "302 Found\r\nLocation: /from-2", OK);
        target.on("/from-2", (request, socket) -> {
            byte[] address = socket.getInetAddress().getHostAddress().getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: " + address.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(address);
        });
        for (int i = 0; i < 4; i++) {
            JsonNode answer = api.answered("url", target.url("/from"));
            assertThat(answer.path("body").asText())
                    .isEqualTo(answer.path("source_address").asText());
        }
    }

    private static String byName(String url) {
        return url.replace("127.0.0.1", "localhost");
    }
}
