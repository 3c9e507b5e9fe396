package io.dispatcher.monitor.model;

/** The monitor's lists. */
public enum Tab {
    AGENTS("Agents"),
    REQUESTS("Requests"),
    POOL("Pool"),
    QUEUES("Queues"),
    ERRORS("Errors"),
    EVENTS("Events");

    private final String title;

    Tab(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** The one so many further, round and round. */
    public Tab further(int by) {
        return values()[Math.floorMod(ordinal() + by, values().length)];
    }
}
