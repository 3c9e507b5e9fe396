package io.dispatcher.boot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The data directory, locked against a second coordinator until this JVM ends. */
final class DataDirectory {

    private static final String TOKENS_EXIST = "security/tokens-exist";

    /** Never let go of: a channel that nobody refers to is closed by the garbage collector, and its lock is gone. */
    private static final List<FileChannel> LOCKED = new CopyOnWriteArrayList<>();

    private final Path directory;

    private DataDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the directory if it is missing and locks it.
     *
     * @throws StartException if it cannot be written or another process has it
     */
    static DataDirectory lock(Path directory) throws StartException {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw StartException.runtime("The data directory " + directory
                        + " is in use by another coordinator: stop that one or choose another --data-dir");
            }
            LOCKED.add(channel);
            return new DataDirectory(directory);
        } catch (IOException e) {
            throw StartException.runtime("The data directory " + directory + " cannot be used ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + "): choose another --data-dir");
        }
    }

    Path path() {
        return directory;
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /** True once a token was made for this directory. */
    boolean tokensExist() {
        return Files.exists(directory.resolve(TOKENS_EXIST));
    }

    /** The node's name: the wanted one, else the stored one, else a new one; stored in any case. */
    String nodeName(Optional<String> wanted) throws StartException {
        Path file = directory.resolve("node-name");
        try {
            String name = wanted.isPresent() ? wanted.get() : stored(file).orElseGet(DataDirectory::newName);
            Files.writeString(file, name + "\n");
            return name;
        } catch (IOException e) {
            throw StartException.runtime("Cannot store the node's name in " + file + ": " + e.getMessage());
        }
    }

    private static Optional<String> stored(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(Files.readString(file).strip()).filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    private static String newName() {
        byte[] bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        return "node-" + HexFormat.of().formatHex(bytes);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
