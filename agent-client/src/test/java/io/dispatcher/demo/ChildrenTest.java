package io.dispatcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.terminal.ProgressLine;
import io.dispatcher.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of a launcher that runs its arguments as shell code. */
class ChildrenTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Terminal SILENT = silent();

    @TempDir
    Path directory;

    private Children children = new Children(LONG);

    private static Terminal silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Terminal(nowhere, nowhere, false, false, false);
    }

    @AfterEach
    void stop() {
        children.stop();
    }

    private Launcher launcher(Map<String, String> more) throws Exception {
        Path script = Files.writeString(directory.resolve("launcher"), "#!/bin/sh\nexec sh -c \"$1\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> env = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
        env.put("DISPATCHER_LAUNCHER", script.toString());
        env.putAll(more);
        return Launcher.of(env);
    }

    private Child start(String code, int wave) throws Exception {
        Path log = Files.createTempFile(directory, "part", ".log");
        return children.start(launcher(Map.of()), new Part("part", log, List.of(code)), wave);
    }

    private static String ready(Child child, Duration bound) throws Exception {
        return child.awaitLine("ready ", bound, new ProgressLine(SILENT, "part"));
    }

    /** A part that says it is ready and tells the file {@code order} when it is ended. */
    private String telling(String name) {
        return "trap 'echo " + name + " >> " + directory.resolve("order")
                + "; exit 0' TERM; echo ready x; while :; do sleep 0.05; done";
    }

    @Test
    void findsTheReadyLineAmongOthers() throws Exception {
        assertThat(ready(start("echo open mode; echo 'ready http://a http://b'; sleep 60", 1), LONG))
                .isEqualTo("http://a http://b");
    }

    @Test
    void waitsForTheWholeLine() throws Exception {
        assertThat(ready(start("printf 'ready http://127.'; sleep 0.3; echo 0.0.1:80; sleep 60", 1), LONG))
                .isEqualTo("http://127.0.0.1:80");
    }

    @Test
    void tellsTheLastWordsOfAPartThatEnded() throws Exception {
        Child child = start("echo first; echo 'dispatcher agent: no such address' >&2; exit 3", 1);

        assertThatThrownBy(() -> ready(child, LONG))
                .isInstanceOf(DemoFailure.class)
                .hasMessage("the part ended with exit code 3: no such address");
    }

    @Test
    void tellsTheSignalThatEndedAPart() throws Exception {
        Child child = start("echo part ready x; kill -9 $$", 1);

        assertThatThrownBy(() -> ready(child, LONG))
                .isInstanceOf(DemoFailure.class)
                .hasMessage("the part was ended by signal 9");
    }

    @Test
    void givesUpOnAPartThatIsNotReadyInTime() throws Exception {
        Child child = start("sleep 60", 1);

        assertThatThrownBy(() -> ready(child, Duration.ofMillis(200)))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("was not ready within");
    }

    @Test
    void endsHigherWavesFirst() throws Exception {
        ready(start(telling("coordinator"), 1), LONG);
        ready(start(telling("target"), 2), LONG);
        ready(start(telling("agent"), 3), LONG);

        children.stop();

        assertThat(directory.resolve("order")).content().isEqualTo("agent\ntarget\ncoordinator\n");
    }

    @Test
    void killsWhatDoesNotEnd() throws Exception {
        children = new Children(Duration.ofMillis(200));
        Child stubborn = start("trap '' TERM; echo ready x; while :; do sleep 0.05; done", 1);
        ready(stubborn, LONG);

        children.stop();

        assertThat(stubborn.onEnd()).succeedsWithin(LONG);
    }

    @Test
    void startsNothingOnceStopped() {
        children.stop();

        assertThatThrownBy(() -> start("sleep 60", 1)).isInstanceOf(DemoFailure.class);
    }

    @Test
    void keepsTheUsersOptionsFromTheParts() throws Exception {
        Launcher launcher = launcher(Map.of("DISPATCHER_PORT", "1", "DISPATCHER_JAVA_OPTS", "-Xmx1g", "OTHER", "o"));
        Path log = directory.resolve("env.log");

        Child child = children.start(
                launcher,
                new Part("part", log, List.of("echo ready ${DISPATCHER_PORT-none} $DISPATCHER_JAVA_OPTS $OTHER")),
                1);

        assertThat(ready(child, LONG)).isEqualTo("none -Xmx1g o");
    }

    @Test
    void tellsThePartsWhichProcessTheyEndWith() throws Exception {
        assertThat(ready(start("echo ready $DISPATCHER_ENDS_WITH; sleep 60", 1), LONG))
                .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void namesTheLauncherThatIsMissing() {
        assertThatThrownBy(() -> Launcher.of(Map.of()))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("DISPATCHER_LAUNCHER");
    }
}
