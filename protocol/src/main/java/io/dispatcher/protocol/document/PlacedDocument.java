package io.dispatcher.protocol.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/** One object, JSON or YAML, that knows where each of its parts is written. Aliases are refused: a few lines of them would make a tree of any size. */
public final class PlacedDocument {
    private static final int DEEPEST = 60;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory JSON = strict(new JsonFactory());
    private static final JsonFactory YAML = strict(new YAMLFactory());

    private final JsonFactory notation;
    private final byte[] text;
    private final ObjectNode tree;

    private PlacedDocument(JsonFactory notation, byte[] text, ObjectNode tree) {
        this.notation = notation;
        this.text = text;
        this.tree = tree;
    }

    /** @throws DocumentException if it cannot be read */
    public static PlacedDocument json(byte[] text) throws DocumentException {
        return read(JSON, text);
    }

    /** @throws DocumentException if it cannot be read */
    public static PlacedDocument yaml(byte[] text) throws DocumentException {
        return read(YAML, text);
    }

    private static JsonFactory strict(JsonFactory factory) {
        return factory.setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(100)
                        .maxNameLength(1000)
                        .build())
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), true)
                .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION.mappedFeature(), false);
    }

    private static PlacedDocument read(JsonFactory notation, byte[] text) throws DocumentException {
        try (JsonParser in = notation.createParser(text)) {
            return new PlacedDocument(notation, text, whole(in));
        } catch (JsonProcessingException e) {
            String reason = e.getOriginalMessage().split("\n", 2)[0];
            throw new DocumentException(e.getLocation() == null ? Place.BEGIN : Place.of(e.getLocation()), reason);
        } catch (IOException e) {
            throw new DocumentException(Place.BEGIN, "is not UTF-8");
        }
    }

    private static ObjectNode whole(JsonParser in) throws IOException, DocumentException {
        JsonNode read = in.nextToken() == null ? NODES.nullNode() : value(in, 0);
        if (!(read instanceof ObjectNode object)) {
            throw new DocumentException(Place.BEGIN, "must hold an object");
        }
        if (in.nextToken() != null) {
            throw fault(in, "nothing may follow the object");
        }
        return object;
    }

    public ObjectNode tree() {
        return tree;
    }

    /**
     * Where a part is written, or the nearest one around it that is written at all. The text is read again for it: the places of all parts
     * would be many times larger than what they are in.
     *
     * @param path {@code path.of[0].part}
     */
    public Place place(String path) {
        try (JsonParser in = notation.createParser(text)) {
            in.nextToken();
            Place place = Place.of(in.currentTokenLocation());
            String rest = path;
            while (!rest.isEmpty()) {
                String step = in.currentToken() == JsonToken.START_OBJECT ? member(in, rest) : element(in, rest);
                if (step.isEmpty()) {
                    break;
                }
                place = Place.of(in.currentTokenLocation());
                if (in.currentToken() == JsonToken.FIELD_NAME) {
                    in.nextToken();
                }
                rest = rest.substring(step.length());
                rest = rest.startsWith(".") ? rest.substring(1) : rest;
            }
            return place;
        } catch (IOException e) {
            throw new IllegalStateException("could be read before", e);
        }
    }

    /** The name of the member that the path goes through, on which the parser is then, or nothing. */
    private static String member(JsonParser in, String path) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            String after = path.startsWith(name) ? path.substring(name.length()) : "?";
            if (!name.isEmpty() && (after.isEmpty() || after.startsWith(".") || after.startsWith("["))) {
                return name;
            }
            in.nextToken();
            in.skipChildren();
        }
        return "";
    }

    /** The index of the element that the path goes through, on which the parser is then, or nothing. */
    private static String element(JsonParser in, String path) throws IOException {
        if (in.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                String index = "[" + i + "]";
                if (path.startsWith(index)) {
                    return index;
                }
                in.skipChildren();
            }
        }
        return "";
    }

    private static JsonNode value(JsonParser in, int depth) throws IOException, DocumentException {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw fault(in, "ends too early");
        }
        if (depth > DEEPEST) {
            throw fault(in, "is nested more than " + DEEPEST + " deep");
        }
        return switch (token) {
            case START_OBJECT -> object(in, depth);
            case START_ARRAY -> array(in, depth);
            case VALUE_STRING -> text(in);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in);
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(in.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            default -> throw fault(in, "is not understood here");
        };
    }

    private static JsonNode text(JsonParser in) throws IOException, DocumentException {
        if (in instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw fault(in, "aliases are not taken");
        }
        return NODES.textNode(in.getText());
    }

    private static JsonNode number(JsonParser in) throws IOException, DocumentException {
        try {
            if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
                return real(in);
            }
            return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? NODES.numberNode(in.getBigIntegerValue())
                    : NODES.numberNode(in.getLongValue());
        } catch (NumberFormatException e) {
            // Jackson takes YAML's "1_0." for a number and then cannot read it.
            throw fault(in, "is not a number that can be read");
        }
    }

    private static JsonNode real(JsonParser in) throws IOException, DocumentException {
        if (in.isNaN() || !Double.isFinite(in.getDoubleValue())) {
            throw fault(in, "is not a finite number");
        }
        return DecimalNode.valueOf(in.getDecimalValue()); // with all its digits
    }

    private static ObjectNode object(JsonParser in, int depth) throws IOException, DocumentException {
        ObjectNode object = NODES.objectNode();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            object.set(name, value(in, depth + 1));
        }
        if (in.currentToken() != JsonToken.END_OBJECT) {
            throw fault(in, "ends too early");
        }
        return object;
    }

    private static ArrayNode array(JsonParser in, int depth) throws IOException, DocumentException {
        ArrayNode array = NODES.arrayNode();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(in, depth + 1));
        }
        return array;
    }

    private static DocumentException fault(JsonParser in, String reason) {
        return new DocumentException(Place.of(in.currentTokenLocation()), reason);
    }
}
