package io.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodesTest {
    private FakeCoordinator coordinator;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        coordinator = new FakeCoordinator();
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    private static void isOneLine(String text) {
        assertThat(text.strip().lines()).hasSize(1);
        assertThat(text).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bogus",
                "--bogus",
                "exec",
                "exec nonsense",
                "exec ftp://host/",
                "exec http://h/ --bogus",
                "exec http://h/ -H nocolon",
                "exec http://h/ --timeout soon",
                "agents --server nonsense",
                "agents --server ftp://h",
                "agent drain",
                "ping",
                "ping h --count many",
                "ping h --count 3 --infinite",
                "ping h -4 -6",
                "check",
                "check nonsense",
                "check http://h/ --expect-status 2x",
                "check http://h/ --body-match (",
                "token",
                "token create",
                "token create --role king",
                "token create --role viewer --expires later",
                "history --limit many",
                "history --format curl",
                "history --since whenever",
                "target --listen 99999",
                "target --listen ::1:80"
            })
    void wrongUseIsOneLineAndExitCodeOne(String line) {
        Ran ran = Ran.of(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        isOneLine(ran.err());
    }

    @Test
    void aMistypedCommandIsToldWithTheOneThatWasMeant() {
        assertThat(Ran.of("agnets").err()).contains("no command 'agnets'").contains("did you mean 'agents'");
    }

    @Test
    void anInputFileThatIsNotThereIsExitCodeTwo() {
        Ran token = Ran.of("agents", "--server", coordinator.url(), "--token-file", directory + "/none");
        Ran body = Ran.of("exec", "http://h/", "--server", coordinator.url(), "-d", "@" + directory + "/none");
        Ran served = Ran.of("target", "--listen", "0", "--directory", directory + "/none");

        assertThat(new int[] {token.code(), body.code(), served.code()}).containsOnly(2);
        assertThat(token.err()).contains("token file").contains("does not exist");
        isOneLine(body.err());
        isOneLine(served.err());
    }

    @Test
    void anEmptyTokenFileIsExitCodeTwo() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), " \n");

        Ran ran = Ran.of("pool", "--server", coordinator.url(), "--token-file", file.toString());

        assertThat(ran.code()).isEqualTo(2);
        isOneLine(ran.err());
    }

    @Test
    void noCoordinatorIsExitCodeThreeAndSaysHowToStartOne() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }

        Ran ran = Ran.of("agents", "--server", "http://127.0.0.1:" + closed);

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("cannot reach the coordinator").contains("dispatcher coordinator");
        isOneLine(ran.err());
    }

    @Test
    void aProblemIsExitCodeThreeAndOneLineWithItsDetail() {
        coordinator.on(
                "POST /api/execute",
                503,
                "{\"type\":\"https://d/problems/no-agent-available\",\"title\":\"No agent\",\"status\":503,"
                        + "\"detail\":\"no agent was connected within 30 s\",\"request_id\":\"019a\"}");

        Ran ran = Ran.of("exec", "http://h/", "--server", coordinator.url());

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().strip())
                .isEqualTo("dispatcher exec: no agent was connected within 30 s [no-agent-available, request 019a]");
    }

    @Test
    void aProblemIsAlsoThereAsJson() {
        coordinator.on("GET /api/pool/status", 401, "{\"type\":\"/unauthorized\",\"detail\":\"no token\"}");

        Ran ran = Ran.of("pool", "--json", "--server", coordinator.url());

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.json().path("type").asText()).isEqualTo("/unauthorized");
        isOneLine(ran.err());
    }

    @Test
    void aRequestTheCoordinatorFindsMalformedIsAUsageError() {
        coordinator.on(
                "POST /api/execute", 400, "{\"type\":\"/invalid-request\",\"detail\":\"timeout: must be positive\"}");

        Ran ran = Ran.of("exec", "http://h/", "--timeout=-1", "--server", coordinator.url());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("timeout: must be positive");
    }

    @Test
    void somethingThatIsNoCoordinatorIsSaidToBeNone() {
        coordinator.onPlain("GET /api/pool/status", 404, "<html>nothing</html>");

        Ran ran = Ran.of("pool", "--server", coordinator.url());

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("is it one?").doesNotContain("<html>");
    }

    @Test
    void aTargetsErrorIsFourOnlyWhenAskedFor() {
        coordinator.on("POST /api/execute", 200, "{\"status_code\":500,\"body\":\"\"}");

        assertThat(Ran.of("exec", "http://h/", "--server", coordinator.url()).code())
                .isZero();
        assertThat(Ran.of("exec", "http://h/", "--fail", "--server", coordinator.url())
                        .code())
                .isEqualTo(4);
    }

    @Test
    void aPortThatIsTakenIsExitCodeThreeAndNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Ran ran = Ran.of("target", "--listen", String.valueOf(taken.getLocalPort()));

            assertThat(ran.code()).isEqualTo(3);
            assertThat(ran.err()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
            isOneLine(ran.err());
        }
    }

    @Test
    void helpAndVersionAreExitCodeZero() {
        assertThat(Ran.of("--help").code()).isZero();
        assertThat(Ran.of("--version").out()).startsWith("dispatcher ");
        assertThat(Ran.of("exec", "--help").out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void anEnvironmentVariableStandsInForAFlagAndAFlagWins() {
        coordinator.on("GET /api/pool/status", 200, "{\"size\":0}");
        Map<String, String> env = Map.of("DISPATCHER_COORDINATOR_URL", coordinator.url(), "DISPATCHER_JSON", "true");

        Ran ran = Ran.with(env, false, "pool");
        Ran flag = Ran.with(env, false, "pool", "--server", "http://127.0.0.1:1");

        assertThat(ran.json().path("size").asInt(-1)).isZero();
        assertThat(flag.code()).isEqualTo(3);
    }
}
