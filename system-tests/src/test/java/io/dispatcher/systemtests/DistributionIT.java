package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked where nobody may write, on a machine that has Java and no Maven. */
@Timeout(300)
class DistributionIT {
    /** All that the launcher itself uses, beside Java, where nothing is built. */
    private static final List<String> PROGRAMS = List.of("dirname", "readlink");

    private static final Set<PosixFilePermission> WRITE = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    @TempDir
    Path directory;

    private Path installation;
    private Map<String, String> environment;
    private Path launcher;

    @BeforeEach
    void install() throws Exception {
        Path unpacked = Files.createDirectory(directory.resolve("opt"));
        Process tar = new ProcessBuilder("tar", "-xzf", archive().toString(), "-C", unpacked.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        installation = only(unpacked, "dispatcher-.*");
        makeReadOnly();
        Path path = Files.createDirectory(directory.resolve("bin"));
        for (String program : PROGRAMS) {
            Files.createSymbolicLink(path.resolve(program), found(program));
        }
        Files.createSymbolicLink(path.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        environment = Map.of("PATH", path.toString(), "JAVA_HOME", "");
        launcher = Files.createSymbolicLink(path.resolve("dispatcher"), installation.resolve("dispatcher"));
    }

    @Test
    void aRequestGoesThroughAndTheInstallationStaysAsItWas() throws IOException {
        Map<Path, FileTime> before = files();
        try (Processes processes = new Processes(directory.resolve("work"), launcher, environment)) {
            FinishedProcess test = processes.run("test");
            assertThat(test.code()).isEqualTo(1);
            assertThat(test.err()).hasLineCount(1).contains("source tree");

            String data = processes.path("data");
            FinishedProcess token = processes.run("token", "create", "--role", "admin", "--data-dir", data);
            assertThat(token.code()).as(token.err()).isZero();
            Path secret = Files.writeString(directory.resolve("token"), token.out());

            RunningProcess target = processes.target();
            RunningProcess coordinator = processes.coordinator("--data-dir", data);
            processes.agent(coordinator, "one", "--token-file", secret.toString());
            FinishedProcess exec = processes.run(
                    "exec",
                    target.url() + "/echo/unpacked",
                    "--coordinator-url",
                    coordinator.url(),
                    "--token-file",
                    secret.toString());

            assertThat(exec.code()).as(exec.err()).isZero();
            assertThat(exec.out()).contains("unpacked");
            assertThat(coordinator.stop().code()).isZero();
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void itHasWhatTheDocumentsNameAndWhatShellsAndManRead() {
        assertThat(List.of(
                        "README.md",
                        "docs/operations.md",
                        "examples/scenarios/user_lifecycle.json",
                        "server-config/broker.xml",
                        "server-config/cluster/haproxy.cfg",
                        "server-config/container/Dockerfile",
                        "server-config/kubernetes/kustomization.yaml",
                        "server-config/monitoring/prometheus/alerts.yml",
                        "server-config/systemd/dispatcher-coordinator.service"))
                .allSatisfy(file -> assertThat(installation.resolve(file)).isNotEmptyFile());
        assertThat(installation.resolve("share/man/man1/dispatcher.1"))
                .content()
                .startsWith(".TH DISPATCHER 1");
        assertThat(installation.resolve("share/bash-completion/completions/dispatcher"))
                .content()
                .contains("complete ");
    }

    private static Path archive() throws IOException {
        return only(BuildTree.root().resolve("distribution/target"), "dispatcher-.*\\.tar\\.gz");
    }

    /** The one file of this name. */
    static Path only(Path parent, String name) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            List<Path> fitting = files.filter(
                            file -> file.getFileName().toString().matches(name))
                    .toList();
            assertThat(fitting).as("in " + parent).hasSize(1);
            return fitting.get(0);
        }
    }

    private static Path found(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** Holds off everybody but root; that root did not write either is seen by comparing. */
    private void makeReadOnly() throws IOException {
        try (Stream<Path> files = Files.walk(installation)) {
            for (Path file : files.toList()) {
                Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(file));
                permissions.removeAll(WRITE);
                Files.setPosixFilePermissions(file, permissions);
            }
        }
    }

    private Map<Path, FileTime> files() throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(installation)) {
            for (Path file : files.toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }
}
