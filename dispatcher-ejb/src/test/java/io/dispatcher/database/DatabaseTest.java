package io.dispatcher.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.config.Settings;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path directory;

    @Test
    void a_closed_embedded_database_lets_go_of_its_file() throws Exception {
        Settings settings = Settings.of(Map.of("dispatcher.data-dir", directory.toString()));

        Database.open(settings).close();

        try (FileChannel file = FileChannel.open(directory.resolve("db/dispatcher.mv.db"), StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            assertThat(lock).isNotNull();
        }
    }
}
