package io.dispatcher.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file named on the command line cannot be used; the message says which and why. */
final class InputFileException extends Exception {
    InputFileException(String message) {
        super(message);
    }

    /** The bytes of {@code file}, which is called {@code what} in the message if it cannot be read. */
    static byte[] read(String what, Path file) throws InputFileException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new InputFileException("the " + what + " " + file + " does not exist");
        } catch (AccessDeniedException e) {
            throw new InputFileException("the " + what + " " + file + " may not be read by this user");
        } catch (IOException e) {
            throw new InputFileException("the " + what + " " + file + " cannot be read (" + e.getMessage() + ")");
        }
    }
}
