package io.dispatcher.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Plain files directly in one directory: no subdirectories, no hidden files, no symbolic links. A file that is being
 * stored is not seen until it is whole.
 */
final class FileRoutes {
    private static final long MAX_BYTES = 64L * 1024 * 1024;
    private static final Pattern NAME = Pattern.compile("[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]{0,199}");

    private final Path directory;

    FileRoutes(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    void read(Exchange exchange) {
        exchange.request().getComponents().getExecutor().execute(() -> {
            try {
                send(exchange);
            } catch (IOException | RuntimeException e) {
                exchange.text(404, "no such file\n");
            }
        });
    }

    private void send(Exchange exchange) throws IOException {
        Path file = fileOf(exchange.rest());
        if (file == null || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            exchange.text(404, "no such file\n");
            return;
        }
        SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        long size = channel.size();
        exchange.response().setStatus(200);
        exchange.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
        exchange.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, size);
        if (exchange.request().getMethod().equals("HEAD") || size == 0) {
            channel.close();
            exchange.response().write(true, null, exchange.callback());
            return;
        }
        ByteBufferPool.Sized buffers =
                new ByteBufferPool.Sized(exchange.request().getComponents().getByteBufferPool(), true, 64 * 1024);
        Content.copy(
                Content.Source.from(buffers, channel, 0, size),
                exchange.response(),
                Callback.from(exchange.callback(), () -> closeQuietly(channel)));
    }

    private static void closeQuietly(SeekableByteChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(FileRoutes.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
        }
    }

    void store(Exchange exchange) {
        Path file = fileOf(exchange.rest());
        if (file == null) {
            exchange.text(400, "a file name has no slash, no control character and no leading dot\n");
        } else if (exchange.request().getLength() > MAX_BYTES) {
            tooLarge(exchange);
        } else {
            exchange.request().getComponents().getExecutor().execute(() -> receive(exchange, file));
        }
    }

    private void receive(Exchange exchange, Path file) {
        Path part = directory.resolve(".part-" + UUID.randomUUID());
        try {
            if (!copy(Content.Source.asInputStream(exchange.request()), part)) {
                tooLarge(exchange);
                return;
            }
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            exchange.bytes(201, null, new byte[0]);
        } catch (FileAlreadyExistsException e) {
            exchange.text(409, "a directory has this name\n");
        } catch (BrokenBody e) {
            exchange.brokenBody();
        } catch (IOException | RuntimeException e) {
            System.getLogger(FileRoutes.class.getName()).log(System.Logger.Level.WARNING, "cannot store " + file, e);
            exchange.text(500, "the file could not be stored\n");
        } finally {
            delete(part);
        }
    }

    private static boolean copy(InputStream in, Path part) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                total += count;
                if (total > MAX_BYTES) {
                    return false;
                }
                out.write(buffer, 0, count);
            }
        }
        return true;
    }

    private static int read(InputStream in, byte[] buffer) throws BrokenBody {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new BrokenBody(e);
        }
    }

    /** It was the request that could not be read, not the file that could not be written. */
    private static final class BrokenBody extends IOException {
        BrokenBody(IOException cause) {
            super(cause);
        }
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            System.getLogger(FileRoutes.class.getName()).log(System.Logger.Level.WARNING, "cannot delete " + part, e);
        }
    }

    private static void tooLarge(Exchange exchange) {
        exchange.response().getHeaders().put(HttpHeader.CONNECTION, "close");
        exchange.text(413, "at most " + MAX_BYTES + " bytes\n");
    }

    private @Nullable Path fileOf(String name) {
        return NAME.matcher(name).matches() ? directory.resolve(name) : null;
    }
}
