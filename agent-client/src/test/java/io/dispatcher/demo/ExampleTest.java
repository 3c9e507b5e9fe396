package io.dispatcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.api.ApiClient;
import io.dispatcher.cli.FakeCoordinator;
import io.dispatcher.terminal.Terminal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "http://127.0.0.1:65535";

    /** The arguments a shell makes of the command, one a line; line ends within an argument become a blank. */
    private static List<String> shellWords(List<String> command) throws Exception {
        String script =
                "curl() { for a; do printf '%s' \"$a\" | tr '\\n' ' '; echo; done; }\n" + String.join("\n", command);
        Process shell =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return output.lines().toList();
    }

    private static Map<String, String> body(String... members) {
        Map<String, String> body = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            body.put(members[i], members[i + 1]);
        }
        return body;
    }

    @Test
    void aShellReadsAPostAsItIsMeant() throws Exception {
        Map<String, String> body = body("url", "http://[::1]:5000/it's \"x\"?a=$HOME", "source_address", "fd00::2");

        List<String> words = shellWords(new Example("t", "/api/execute", body).curl(BASE));

        assertThat(words.subList(0, 5))
                .containsExactly("-s", BASE + "/api/execute", "-H", "Content-Type: application/json", "-d");
        assertThat(JSON.readTree(words.get(5))).isEqualTo(JSON.valueToTree(body));
    }

    @Test
    void aShellReadsAQueryAsItIsMeant() throws Exception {
        assertThat(shellWords(new Example("t", "/api/history?limit=3&a=*", Map.of()).curl(BASE)))
                .containsExactly("-s", BASE + "/api/history?limit=3&a=*");
    }

    @Test
    void staysWithin80ColumnsWithTheLongestAddresses() {
        String address = "2001:db8:1111:2222:3333:4444:5555:6666";
        Map<String, String> body = body("url", "http://127.0.0.1:65535/whoami", "source_address", address);

        assertThat(new Example("t", "/api/execute", body).curl(BASE)).allMatch(line -> line.length() <= Terminal.WIDTH);
    }

    @Test
    void trialSendsWhatCurlWould() throws Exception {
        try (FakeCoordinator coordinator = new FakeCoordinator().on("POST /api/execute", 200, "{}")) {
            new Example("t", "/api/execute", body("url", "http://h/"))
                    .tryOut(new ApiClient(List.of(URI.create(coordinator.url())), null, null));

            assertThat(JSON.readTree(coordinator.asked.get(0).body()))
                    .isEqualTo(JSON.readTree("{\"url\":\"http://h/\"}"));
        }
    }
}
