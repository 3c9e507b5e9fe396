package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A prefix that is routed to the machine: its first addresses take turns, any other may be named. Everything runs in a network namespace of
 * its own, so the machine is left as it was; making one needs root.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutedPrefixIT {
    private NetworkNamespace network;
    private Processes processes;
    private RunningProcess target;
    private RunningProcess coordinator;

    @BeforeAll
    void start(@TempDir Path directory) {
        network = NetworkNamespace.create();
        network.run("ip", "link", "set", "lo", "up");
        network.run("ip", "-6", "route", "add", "local", "fd00:d15:77::/64", "dev", "lo");
        network.run("sysctl", "-q", "-w", "net.ipv6.ip_nonlocal_bind=1");
        processes = new Processes(directory, network.command());
        target = processes.target("--listen", "[::1]:0");
        coordinator = processes.coordinator();
        processes.agent(coordinator, "one", "--address", "::1", "--prefix", "fd00:d15:77::/64=3", "--allow", "::1/128");
    }

    @AfterAll
    void stop() {
        if (processes != null) {
            processes.close();
        }
        network.close();
    }

    @Test
    void itsFirstAddressesTakeTurns() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            seen.add(leftFrom());
        }
        assertThat(seen).isEqualTo(Set.of("::1", "fd00:d15:77::1", "fd00:d15:77::2", "fd00:d15:77::3"));
    }

    @Test
    void anyOtherAddressOfItMayBeNamed() {
        for (String address : List.of("fd00:d15:77::4", "fd00:d15:77:0:1234:5678:9abc:def0", "fd00:d15:77::ffff")) {
            assertThat(leftFrom("--source-address", address)).isEqualTo(address);
        }
        assertThat(leftFrom("--source-address", "FD00:0D15:0077:0:0:0:0:5")).isEqualTo("fd00:d15:77::5");
    }

    @Test
    void anAddressBesideItIsNobodys() {
        FinishedProcess refused = exec("--source-address", "fd00:d15:78::1");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.out() + refused.err()).contains("no-matching-agent");
    }

    /** What both the answer and the target say. */
    private String leftFrom(String... options) {
        FinishedProcess done = exec(options);
        assertThat(done.code()).as(done.out() + done.err()).isZero();
        JsonNode answer = new Http.Answer(200, null, done.out()).json();
        String seen = new Http.Answer(200, null, answer.path("body").asText())
                .json()
                .path("remote_address")
                .asText();
        assertThat(answer.path("source_address").asText()).isEqualTo(seen);
        return seen;
    }

    private FinishedProcess exec(String... options) {
        String[] command = new String[5 + options.length];
        System.arraycopy(
                new String[] {"exec", target.url() + "/whoami", "--coordinator-url", coordinator.url(), "--json"},
                0,
                command,
                0,
                5);
        System.arraycopy(options, 0, command, 5, options.length);
        return processes.run(command);
    }
}
