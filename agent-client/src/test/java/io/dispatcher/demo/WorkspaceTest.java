package io.dispatcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir
    Path directory;

    @Test
    void removesATemporaryDirectoryWithAllThatIsInIt() throws Exception {
        Workspace workspace = Workspace.open(null);
        Files.createDirectories(workspace.data("coordinator").resolve("journal"));
        Files.writeString(workspace.log("coordinator"), "x");

        assertThat(workspace.end(false)).isFalse();
        assertThat(workspace.directory()).doesNotExist();
    }

    @Test
    void keepsATemporaryDirectoryThatIsStillNeeded() throws Exception {
        Workspace workspace = Workspace.open(null);

        assertThat(workspace.end(true)).isTrue();
        assertThat(workspace.directory()).exists();

        Files.delete(workspace.directory().resolve("logs"));
        Files.delete(workspace.directory().resolve("demo.lock"));
        Files.delete(workspace.directory());
    }

    @Test
    void keepsTheUsersDirectory() throws Exception {
        Workspace workspace = Workspace.open(directory.resolve("d"));

        assertThat(workspace.end(false)).isTrue();
        assertThat(directory.resolve("d/logs")).exists();
    }

    @Test
    void refusesAFileInPlaceOfADirectory() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> Workspace.open(file))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("choose another --data-dir");
    }
}
