package io.dispatcher.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A scenario in a file, JSON or YAML, that knows where each of its parts is written. */
final class ScenarioFile {
    private static final int DEEPEST = 60;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Path file;
    private final ObjectNode tree;
    private final Map<String, JsonLocation> places = new HashMap<>();

    private ScenarioFile(Path file) throws InputFileException {
        this.file = file;
        byte[] bytes = InputFileException.read("scenario", file);
        try (JsonParser in = factory(file).createParser(bytes)) {
            in.nextToken();
            JsonNode read = in.currentToken() == null ? NODES.nullNode() : value(in, "", 0);
            if (!(read instanceof ObjectNode object)) {
                throw fault(1, 1, "must hold an object");
            }
            if (in.nextToken() != null) {
                throw fault(in.currentTokenLocation(), "nothing may follow the scenario");
            }
            tree = object;
        } catch (JsonProcessingException e) {
            String reason = e.getOriginalMessage().split("\n", 2)[0];
            throw e.getLocation() == null ? fault(1, 1, reason) : fault(e.getLocation(), reason);
        } catch (IOException e) {
            throw fault(1, 1, "is not UTF-8");
        }
    }

    /** @throws InputFileException with line and column if it cannot be read */
    static ScenarioFile read(Path file) throws InputFileException {
        return new ScenarioFile(file);
    }

    private static JsonFactory factory(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        JsonFactory factory = yaml ? new YAMLFactory() : new JsonFactory();
        return factory.configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), true)
                .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION.mappedFeature(), false);
    }

    ObjectNode tree() {
        return tree;
    }

    private JsonNode value(JsonParser in, String path, int depth) throws IOException, InputFileException {
        places.putIfAbsent(path, in.currentTokenLocation());
        if (depth > DEEPEST) {
            throw fault(in.currentTokenLocation(), "is nested more than " + DEEPEST + " deep");
        }
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in, path, depth);
            case START_ARRAY -> array(in, path, depth);
            case VALUE_STRING -> NODES.textNode(in.getText());
            case VALUE_NUMBER_INT ->
                in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? NODES.numberNode(in.getBigIntegerValue())
                        : NODES.numberNode(in.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(in.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(in.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            default -> throw fault(in.currentTokenLocation(), "is not understood here");
        };
    }

    private ObjectNode object(JsonParser in, String path, int depth) throws IOException, InputFileException {
        ObjectNode object = NODES.objectNode();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            String at = path.isEmpty() ? name : path + "." + name;
            places.put(at, in.currentTokenLocation());
            in.nextToken();
            object.set(name, value(in, at, depth + 1));
        }
        return object;
    }

    private ArrayNode array(JsonParser in, String path, int depth) throws IOException, InputFileException {
        ArrayNode array = NODES.arrayNode();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(in, path + "[" + array.size() + "]", depth + 1));
        }
        return array;
    }

    /**
     * What is said of a part of it, with where that is.
     *
     * @param said {@code path.of[0].part: reason}
     */
    InputFileException refused(String said) {
        int colon = said.indexOf(": ");
        String path = colon < 0 ? "" : said.substring(0, colon);
        JsonLocation place = places.get(path);
        while (place == null && !path.isEmpty()) {
            path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
            place = places.get(path);
        }
        return place == null ? fault(1, 1, said) : fault(place, said);
    }

    private InputFileException fault(JsonLocation at, String reason) {
        return fault(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), reason);
    }

    private InputFileException fault(int line, int column, String reason) {
        return new InputFileException(file + ":" + line + ":" + column + ": " + reason);
    }
}
