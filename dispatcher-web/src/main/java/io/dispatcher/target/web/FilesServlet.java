package io.dispatcher.target.web;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.web.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /files/NAME}: plain files directly in the directory of {@code --files-dir}; no subdirectories, no hidden files, no symbolic links. What is being
 * stored is not seen until it is whole.
 */
@WebServlet(urlPatterns = "/files/*", asyncSupported = true)
public class FilesServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final long MAX_BYTES = 64L * 1024 * 1024;
    private static final int MOST_FILES = 1_000;
    private static final Pattern NAME = Pattern.compile("[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]{0,199}");

    @Inject
    private transient Settings settings;

    @Inject
    private transient BodyPlaces places;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Path directory = settings.server().filesDir();
        Path file = directory == null ? null : file(directory.toAbsolutePath(), request.getPathInfo());
        switch (request.getMethod()) {
            case "GET", "HEAD" -> read(file, request, response);
            case "POST" -> store(directory, file, request, response);
            default -> {
                response.setHeader("Allow", "GET, HEAD, POST");
                refuse(response, FailureType.METHOD_NOT_ALLOWED, "A file is read by GET and stored by POST.");
            }
        }
    }

    private static @Nullable Path file(Path directory, @Nullable String path) {
        String name = path == null ? "" : path.substring(1);
        return NAME.matcher(name).matches() ? directory.resolve(name) : null;
    }

    private static void read(@Nullable Path file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (file == null || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            refuse(response, FailureType.NOT_FOUND, "There is no such file.");
            return;
        }
        response.setContentType("application/octet-stream");
        response.setContentLengthLong(Files.size(file));
        if (request.getMethod().equals("GET")) {
            Files.copy(file, response.getOutputStream());
        }
    }

    private void store(
            @Nullable Path directory, @Nullable Path file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (directory == null) {
            refuse(response, FailureType.NOT_FOUND, "No directory is given for files: --files-dir.");
        } else if (file == null || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            refuse(
                    response,
                    FailureType.INVALID_REQUEST,
                    "A file's name has no slash, no control character, no leading dot.");
        } else if (request.getContentLengthLong() > MAX_BYTES) {
            tooLarge(response);
        } else if (full(directory, file)) {
            refuse(response, FailureType.LIMIT_REACHED, "There are " + MOST_FILES + " files, as many as are stored.");
        } else if (places.take()) {
            try {
                receive(directory, file, request, response);
            } finally {
                places.giveBack();
            }
        } else {
            refuse(response, FailureType.RATE_LIMITED, "too many are sending a body here");
        }
    }

    private static boolean full(Path directory, Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.limit(MOST_FILES).count() == MOST_FILES;
        }
    }

    private static void receive(Path directory, Path file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Path part = directory.resolve(".part-" + UUID.randomUUID());
        try {
            boolean all;
            try (OutputStream out = Files.newOutputStream(part)) {
                all = copy(request.getInputStream(), out);
            }
            if (!all) {
                tooLarge(response);
                return;
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            response.setStatus(HttpServletResponse.SC_CREATED);
            response.setContentLength(0);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static boolean copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > MAX_BYTES) {
                return false;
            }
            out.write(buffer, 0, read);
        }
        return true;
    }

    private static void tooLarge(HttpServletResponse response) throws IOException {
        response.setHeader("Connection", "close");
        refuse(response, FailureType.PAYLOAD_TOO_LARGE, "At most " + MAX_BYTES + " bytes are taken.");
    }

    private static void refuse(HttpServletResponse response, FailureType type, String why) throws IOException {
        Problems.write(response, new Failure(type, why), null);
    }
}
