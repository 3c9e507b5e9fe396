package io.dispatcher.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void closingEndsAProcessAndTheChildrenOfItsLauncherAndRemovesTheDirectory() throws IOException {
        Path root;
        long grandchild;
        try (Workspace workspace = Workspace.create()) {
            root = workspace.root();
            ChildProcess child = workspace.start(
                    "launcher", List.of("sh", "-c", "sleep 300 & echo child $!; wait"), workspace.root());
            Matcher line = child.awaitLine(Pattern.compile("^child (\\d+)$"), LIMIT);
            grandchild = Long.parseLong(line.group(1));
            assertThat(child.rssKib()).isPositive();
        }

        assertThat(root).doesNotExist();
        long pid = grandchild;
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).equals(Optional.of(false))
                        || ProcessHandle.of(pid).isEmpty()
                        || ProcFs.rssKib(pid) == 0);
    }

    @Test
    void aProcessThatEndsBeforeItIsReadyIsReportedWithItsLastLine() throws IOException {
        try (Workspace workspace = Workspace.create()) {
            ChildProcess child =
                    workspace.start("broken", List.of("sh", "-c", "echo port taken; exit 1"), workspace.root());

            assertThatThrownBy(() -> child.awaitLine(Pattern.compile("^ready$"), LIMIT))
                    .isInstanceOf(IOException.class)
                    .hasMessage("broken ended with 1: port taken");
        }
    }

    @Test
    void aJvmThatEndsIsReportedWithItsExceptionNotWithTheLastFrame() throws IOException {
        try (Workspace workspace = Workspace.create()) {
            String script = "echo 'Exception in thread \"main\" X: why'; echo '\tat A.b(A.java:1)'; exit 1";
            ChildProcess child = workspace.start("jvm", List.of("sh", "-c", script), workspace.root());

            assertThatThrownBy(() -> child.awaitLine(Pattern.compile("^ready$"), LIMIT))
                    .hasMessageContaining("X: why");
        }
    }

    @Test
    void nothingStartsAfterClosing() throws IOException {
        Workspace workspace = Workspace.create();
        workspace.close();

        assertThatThrownBy(() -> workspace.start("late", List.of("true"), Path.of("/")))
                .isInstanceOf(IOException.class);
    }
}
