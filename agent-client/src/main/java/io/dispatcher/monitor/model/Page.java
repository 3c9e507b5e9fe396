package io.dispatcher.monitor.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** One thing whole. For one thread. */
public final class Page implements Overlay {
    /** What a page shows. */
    public enum Kind {
        HELP,
        AGENT,
        REQUEST,
        REPLAY,
        RESULT,
        QUEUE,
        EVENT
    }

    private final Kind kind;
    private final String id;
    private JsonNode data = MissingNode.getInstance();
    private String problem = "";
    private int top;

    public Page(Kind kind, String id) {
        this.kind = kind;
        this.id = id;
    }

    /** A page of what is already there. */
    public Page(Kind kind, String id, JsonNode data) {
        this(kind, id);
        this.data = data;
    }

    public Kind kind() {
        return kind;
    }

    /** Of what it shows. */
    public String id() {
        return id;
    }

    /** What it shows; a missing node until it is there. */
    public JsonNode data() {
        return data;
    }

    /** Why it is not there, empty where there is no such reason. */
    public String problem() {
        return problem;
    }

    public void loaded(JsonNode answer) {
        data = answer;
        problem = "";
    }

    public void failed(String why) {
        problem = why;
    }

    public int top() {
        return top;
    }

    public void scroll(int by) {
        top = Math.max(0, top + by);
    }

    /** Keeps it from being scrolled past its end. */
    public void bound(int lines, int height) {
        top = Math.min(top, Math.max(0, lines - height));
    }
}
