package io.dispatcher.config;

import io.dispatcher.protocol.Names;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an agent keeps what must survive it: its id, and per id a locked directory. */
public final class StateDirectory implements AutoCloseable {
    private final Path directory;
    private final String agentId;
    private final FileChannel lockFile;

    private StateDirectory(Path directory, String agentId, FileChannel lockFile) {
        this.directory = directory;
        this.agentId = agentId;
        this.lockFile = lockFile;
    }

    /**
     * Opens and locks the state of one agent.
     *
     * @param root null: {@code $XDG_STATE_HOME/dispatcher} or {@code ~/.local/state/dispatcher}
     * @param id null: the one made at the first start
     * @throws IOException with one sentence that says what is wrong and what to do
     */
    public static StateDirectory open(@Nullable Path root, @Nullable String id) throws IOException {
        Path base = root == null ? home() : root;
        Files.createDirectories(base);
        String agentId = id == null ? keptId(base.resolve("agent-id")) : id;
        Path own = Files.createDirectories(base.resolve(agentId));
        FileChannel file = FileChannel.open(own.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            file.close();
            throw new IOException("agent " + agentId + " already runs with the state directory " + base
                    + ": choose another --agent-id or --state-dir");
        }
        return new StateDirectory(own, agentId, file);
    }

    private static Path home() {
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return base.resolve("dispatcher");
    }

    private static String keptId(Path file) throws IOException {
        if (Files.exists(file)) {
            String kept = Files.readString(file).strip();
            if (Names.isId(kept)) {
                return kept;
            }
            throw new IOException(file + " does not hold an agent id: remove it or give --agent-id");
        }
        String made = "agent-" + UUID.randomUUID().toString().substring(0, 8);
        Files.writeString(file, made + "\n");
        return made;
    }

    public Path directory() {
        return directory;
    }

    public String agentId() {
        return agentId;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
