package io.dispatcher.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    @TempDir
    Path directory;

    @Test
    void whatWasClosedIsOpenedByTheSameKeyForTheSameOwner() throws Exception {
        String closed = Seal.of(directory).close("open sesame", "me");
        assertThat(closed).doesNotContain("sesame");
        assertThat(Seal.of(directory).open(closed, "me")).isEqualTo("open sesame");
        assertThat(Seal.of(directory).close("open sesame", "me")).isNotEqualTo(closed);
    }

    @Test
    void anotherOwnerAnotherKeyOrAnotherTextIsToldApart() throws Exception {
        Seal seal = Seal.of(directory);
        String closed = seal.close("x", "me");
        assertThatThrownBy(() -> seal.open(closed, "you")).isInstanceOf(Seal.BrokenException.class);
        assertThatThrownBy(() -> new Seal(new byte[32]).open(closed, "me")).isInstanceOf(Seal.BrokenException.class);
        assertThatThrownBy(() -> seal.open("AAAA", "me")).isInstanceOf(Seal.BrokenException.class);
        assertThatThrownBy(() -> seal.open("no base64!", "me")).isInstanceOf(Seal.BrokenException.class);
    }

    @Test
    void theKeyIsForItsOwnerOnlyAndMustBeOne() throws IOException {
        Seal.of(directory);
        Path key = directory.resolve(Seal.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Files.writeString(key, "abc");
        assertThatThrownBy(() -> Seal.of(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("32 bytes");
    }
}
