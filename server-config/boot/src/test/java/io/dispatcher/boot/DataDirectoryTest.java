package io.dispatcher.boot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @Test
    void staysLockedAfterAGarbageCollection(@TempDir Path directory) throws StartException {
        DataDirectory.lock(directory);

        System.gc();

        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThatThrownBy(() -> DataDirectory.lock(directory))
                        .isInstanceOf(StartException.class)
                        .hasMessageContaining("in use"));
    }
}
