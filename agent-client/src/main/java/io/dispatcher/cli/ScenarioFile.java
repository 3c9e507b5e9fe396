package io.dispatcher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.protocol.document.DocumentException;
import io.dispatcher.protocol.document.Place;
import io.dispatcher.protocol.document.PlacedDocument;
import java.nio.file.Path;
import java.util.Locale;

/** A scenario in a file, JSON or YAML, that knows where each of its parts is written. */
final class ScenarioFile {
    private final Path file;
    private final PlacedDocument document;

    private ScenarioFile(Path file, PlacedDocument document) {
        this.file = file;
        this.document = document;
    }

    /** @throws InputFileException with line and column if it cannot be read */
    static ScenarioFile read(Path file) throws InputFileException {
        byte[] bytes = InputFileException.read("scenario", file);
        String name = file.toString().toLowerCase(Locale.ROOT);
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        try {
            return new ScenarioFile(file, yaml ? PlacedDocument.yaml(bytes) : PlacedDocument.json(bytes));
        } catch (DocumentException e) {
            throw fault(file, e.place(), String.valueOf(e.getMessage()));
        }
    }

    ObjectNode tree() {
        return document.tree();
    }

    /**
     * What is said of a part of it, with where that is.
     *
     * @param said {@code path.of[0].part: reason}
     */
    InputFileException refused(String said) {
        int colon = said.indexOf(": ");
        return fault(file, document.place(colon < 0 ? "" : said.substring(0, colon)), said);
    }

    private static InputFileException fault(Path file, Place place, String reason) {
        return new InputFileException(file + ":" + place.line() + ":" + place.column() + ": " + reason);
    }
}
