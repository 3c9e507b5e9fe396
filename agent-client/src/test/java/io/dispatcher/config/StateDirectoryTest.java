package io.dispatcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    Path root;

    @Test
    void anIdIsMadeOnceAndKept() throws Exception {
        String made;
        try (StateDirectory state = StateDirectory.open(root, null)) {
            made = state.agentId();
        }
        try (StateDirectory again = StateDirectory.open(root, null)) {
            assertThat(again.agentId()).isEqualTo(made).matches("agent-[0-9a-f]{8}");
        }
    }

    @Test
    void oneProcessPerIdButSeveralIdsInOneDirectory() throws Exception {
        try (StateDirectory first = StateDirectory.open(root, "a1");
                StateDirectory other = StateDirectory.open(root, "a2")) {
            assertThat(other.directory()).isNotEqualTo(first.directory());
            assertThatThrownBy(() -> StateDirectory.open(root, "a1"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a1")
                    .hasMessageContaining("--state-dir");
        }
        StateDirectory.open(root, "a1").close();
    }

    @Test
    void aKeptIdThatIsNoneIsNotOverwritten() throws Exception {
        Files.writeString(root.resolve("agent-id"), "not an id!");

        assertThatThrownBy(() -> StateDirectory.open(root, null)).isInstanceOf(IOException.class);
        assertThat(root.resolve("agent-id")).hasContent("not an id!");
    }

    @Test
    void aPlaceThatCannotBeUsedIsNamed() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "x");

        assertThatThrownBy(() -> StateDirectory.open(file, "a1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }
}
