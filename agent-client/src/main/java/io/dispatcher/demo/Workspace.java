package io.dispatcher.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory all parts of one demo keep their data and logs in; a temporary one goes at the end. */
final class Workspace implements AutoCloseable {
    private final Path directory;
    private final boolean temporary;
    private final FileChannel lockFile;

    private Workspace(Path directory, boolean temporary, FileChannel lockFile) {
        this.directory = directory;
        this.temporary = temporary;
        this.lockFile = lockFile;
    }

    /**
     * Makes or takes the directory and locks it against a second demo.
     *
     * @param wanted null: a temporary one
     */
    static Workspace open(@Nullable Path wanted) throws DemoFailure {
        try {
            Path directory = wanted == null
                    ? Files.createTempDirectory("dispatcher-demo-")
                    : Files.createDirectories(wanted.toAbsolutePath().normalize());
            FileChannel file = FileChannel.open(
                    directory.resolve("demo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = file.tryLock();
            if (lock == null) {
                file.close();
                throw new DemoFailure(
                        "another demo runs in " + directory + ": stop it or choose another --data-dir", null);
            }
            Files.createDirectories(directory.resolve("logs"));
            return new Workspace(directory, wanted == null, file);
        } catch (IOException e) {
            throw new DemoFailure(
                    "cannot use " + (wanted == null ? System.getProperty("java.io.tmpdir") : wanted) + " (" + e
                            + "): choose another --data-dir",
                    null);
        }
    }

    Path directory() {
        return directory;
    }

    /** A part's own directory; it is the part that makes it. */
    Path data(String part) {
        return directory.resolve(part);
    }

    /** Where a part's output goes. */
    Path log(String part) {
        return directory.resolve("logs").resolve(part + ".log");
    }

    /** Lets go of the directory; a temporary one is removed unless it is to be {@code kept}. True if it is still there. */
    boolean end(boolean kept) {
        close();
        if (!temporary || kept) {
            return true;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            System.getLogger(Workspace.class.getName()).log(System.Logger.Level.DEBUG, "unlock", e);
        }
    }
}
