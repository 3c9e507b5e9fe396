package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/tunnel.md has its reader do first, with the files of {@code examples/tunnel}. */
@Timeout(180)
class TunnelWalkThroughIT {
    private static final Path EXAMPLES = BuildTree.root().resolve("examples/tunnel");

    /** Needs root, for the networks. */
    @Test
    void aServiceOfAnotherNetworkIsThereOnAPortOfOnesOwn() throws Exception {
        Process script = started(EXAMPLES.resolve("two-networks.sh").toString());
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(said).isZero();
        assertThat(said)
                .containsSubsequence(
                        "near$ curl http://10.77.2.2:5000/\n",
                        "(curl: exit 28)",
                        "near$ curl http://127.0.0.1:8000/\nWelcome to localhost:5000!\n",
                        "near$ curl http://127.0.0.1:8000/test\nThis is a test route!\n",
                        "http://127.0.0.1:8000/nothing\n404");
    }

    @Test
    void aPortOfTheCoordinatorsIsTheServiceItsErrorsIncluded(@TempDir Path directory) throws Exception {
        Process service = started(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                EXAMPLES.resolve("SampleService.java").toString(),
                "127.0.0.1",
                "0");
        try (Processes processes = new Processes(directory)) {
            String url = service.inputReader().readLine().replace("sample service ready ", "");
            RunningProcess coordinator = processes.coordinator("--proxy", "0=shop");
            processes.agent(coordinator, "far", "--upstream", "shop=" + url);
            String proxy = "http://" + coordinator.proxy("shop").getAuthority();
            assertThat(Http.get(proxy + "/").body()).isEqualTo("Welcome to localhost:5000!\n");
            assertThat(Http.get(proxy + "/test").body()).isEqualTo("This is a test route!\n");
            Http.Answer unknown = Http.get(proxy + "/nothing");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.body()).isEqualTo("There is no /nothing here.\n");
            service.destroy();
            assertThat(service.waitFor(10, TimeUnit.SECONDS)).isTrue();
            Http.Answer away = Http.get(proxy + "/");
            assertThat(away.status()).isEqualTo(502);
            assertThat(away.json().path("type").asText()).endsWith("/upstream-connect");
        } finally {
            service.destroyForcibly();
        }
    }

    private static Process started(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // What is tested was built before.
        builder.environment().put("DISPATCHER_BUILD", "never");
        return builder.start();
    }
}
