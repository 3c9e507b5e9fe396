package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, and texts with {@code ${name}} in them. A text that is nothing but one variable becomes its value, of whatever type; {@code $${} stands for
 * itself.
 */
public final class Variables {
    /** What names of variables are. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

    private static final int LONGEST = 1_048_576;
    /** Of all that one step is filled with, and of all that a run extracts; in characters. */
    private static final int MOST = 8 * LONGEST;

    private static final Pattern USE = Pattern.compile("(\\$?)\\$\\{([^}]{0,80})}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode values;
    private long extracted;

    public Variables(ObjectNode values) {
        this.values = values.deepCopy();
    }

    /** A text names what is not there, or becomes too long. */
    public static final class UnsetException extends Exception {
        private static final long serialVersionUID = 1L;

        UnsetException(String message) {
            super(message);
        }
    }

    static boolean usedIn(String text) {
        return text.contains("${");
    }

    /** @throws UnsetException if all that was set becomes too long */
    void set(String name, JsonNode value) throws UnsetException {
        extracted += length(value);
        if (extracted > MOST) {
            throw new UnsetException("what is extracted becomes longer than " + MOST + " characters");
        }
        values.set(name, value);
    }

    /** The same with values for names. */
    JsonNode in(JsonNode template) throws UnsetException {
        return new Filling().in(template);
    }

    private static int length(JsonNode value) {
        return value.isTextual() ? value.textValue().length() : value.toString().length();
    }

    /** One template on its way, as long as there is room. */
    private final class Filling {
        private long room = MOST;

        JsonNode in(JsonNode template) throws UnsetException {
            if (template.isTextual()) {
                return value(template.textValue());
            }
            if (template.isArray()) {
                ArrayNode array = NODES.arrayNode();
                for (JsonNode element : template) {
                    array.add(in(element));
                }
                return array;
            }
            if (template instanceof ObjectNode object) {
                ObjectNode filled = NODES.objectNode();
                for (var member : object.properties()) {
                    filled.set(member.getKey(), in(member.getValue()));
                }
                return filled;
            }
            return template;
        }

        private JsonNode value(String text) throws UnsetException {
            Matcher use = USE.matcher(text);
            JsonNode value =
                    use.matches() && use.group(1).isEmpty() ? named(use.group(2)) : TextNode.valueOf(text(text));
            room -= length(value);
            if (room < 0) {
                throw new UnsetException("the step becomes longer than " + MOST + " characters");
            }
            return value;
        }
    }

    String text(String template) throws UnsetException {
        if (!usedIn(template)) {
            return template;
        }
        Matcher use = USE.matcher(template);
        StringBuilder text = new StringBuilder();
        int end = 0;
        while (use.find()) {
            text.append(template, end, use.start());
            text.append(
                    use.group(1).isEmpty()
                            ? plain(named(use.group(2)))
                            : use.group().substring(1));
            end = use.end();
            if (text.length() > LONGEST) {
                throw new UnsetException("a text becomes longer than " + LONGEST + " characters");
            }
        }
        return text.append(template, end, template.length()).toString();
    }

    private JsonNode named(String name) throws UnsetException {
        @Nullable JsonNode value = values.get(name);
        if (value == null) {
            throw new UnsetException("variable " + name + " is not set");
        }
        return value;
    }

    private static String plain(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
