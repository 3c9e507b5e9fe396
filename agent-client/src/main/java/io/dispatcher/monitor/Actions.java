package io.dispatcher.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.monitor.model.Page;
import java.util.function.Consumer;

/** What the user can have done; none of it waits. */
interface Actions {
    /** Fills a page with what a path answers. */
    void load(Page page, String path);

    /** Drains or resumes. */
    void agent(String id, String verb);

    /** Sends a request of the history once more; the page is filled with what differs. */
    void replay(Page page, JsonNode wishes);

    /** Gets the coordinator's stored request, an empty one if there is none. */
    void stored(Consumer<JsonNode> then);

    /** Stores a request and sends it; the page is filled with the answer. */
    void run(Page page, JsonNode request);

    /** Draws everything again. */
    void redraw();

    void end();
}
