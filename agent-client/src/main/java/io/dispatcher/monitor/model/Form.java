package io.dispatcher.monitor.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;

/** Lines to fill in, then to send. For one thread. */
public final class Form implements Overlay {
    /** One line: what it is called, what is written in it, what it was at first, and what an empty one means. */
    public record Field(String label, TextField input, String original, String hint) {
        public Field(String label, String text, String hint) {
            this(label, new TextField(text), text, hint);
        }

        public boolean changed() {
            return !input.text().equals(original);
        }
    }

    private final String title;
    private final JsonNode subject;
    private final List<Field> fields;
    private final Consumer<Form> send;
    private int focus;
    private String problem = "";

    /** {@code subject}: what it changes; {@code send}: called when it is to be sent. */
    public Form(String title, JsonNode subject, List<Field> fields, Consumer<Form> send) {
        this.title = title;
        this.subject = subject;
        this.fields = List.copyOf(fields);
        this.send = send;
    }

    public String title() {
        return title;
    }

    public JsonNode subject() {
        return subject;
    }

    public List<Field> fields() {
        return fields;
    }

    public Field field(String label) {
        return fields.stream()
                .filter(field -> field.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    public int focus() {
        return focus;
    }

    /** What is wrong with what is written, empty if nothing is. */
    public String problem() {
        return problem;
    }

    public void refused(String why) {
        problem = why;
    }

    public void pressed(Key key) {
        switch (key.name()) {
            case UP, BACK_TAB -> focus = Math.floorMod(focus - 1, fields.size());
            case DOWN, TAB -> focus = Math.floorMod(focus + 1, fields.size());
            case ENTER -> send.accept(this);
            default -> {
                if (fields.get(focus).input().pressed(key)) {
                    problem = "";
                }
            }
        }
    }
}
