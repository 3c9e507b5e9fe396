package io.dispatcher.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Desk;
import io.dispatcher.monitor.model.Form;
import io.dispatcher.monitor.model.Key;
import io.dispatcher.monitor.model.Overlay;
import io.dispatcher.monitor.model.Page;
import io.dispatcher.monitor.model.Place;
import io.dispatcher.monitor.model.Question;
import io.dispatcher.monitor.model.Tab;
import io.dispatcher.monitor.model.TextField;
import io.dispatcher.monitor.view.Listing;
import io.dispatcher.monitor.view.Screen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keys mean, wherever the user is. For one thread. */
final class Controller {
    private static final String AGENT_ID = "agent_id";

    private final Board board;
    private final Desk desk;
    private final Screen screen;
    private final Actions actions;
    private long keys;

    Controller(Board board, Desk desk, Screen screen, Actions actions) {
        this.board = board;
        this.desk = desk;
        this.screen = screen;
        this.actions = actions;
    }

    /** {@code height}: the screen's, for keys that go a page further. */
    void pressed(Key key, int height) {
        keys++;
        desk.notice("", false);
        TextField search = desk.search();
        Overlay overlay = desk.overlay();
        if (key.name() == Key.Name.REDRAW) {
            actions.redraw();
        } else if (search != null) {
            searching(search, key);
        } else if (overlay instanceof Question question) {
            answered(question, key);
        } else if (overlay instanceof Form form) {
            if (key.name() == Key.Name.ESCAPE) {
                desk.close();
            } else {
                form.pressed(key);
            }
        } else if (overlay instanceof Page page) {
            page(page, key, height);
        } else {
            list(key, height);
        }
    }

    private void searching(TextField search, Key key) {
        switch (key.name()) {
            case ENTER, UP, DOWN -> desk.search(null);
            case ESCAPE -> {
                desk.place().filter("");
                desk.search(null);
            }
            default -> {
                search.pressed(key);
                desk.place().filter(search.text());
            }
        }
    }

    private void answered(Question question, Key key) {
        if (key.types("y") || key.types("Y")) {
            desk.close();
            question.yes().run();
        } else if (key.name() == Key.Name.ESCAPE || key.types("n") || key.types("N") || key.types("q")) {
            desk.close();
        }
    }

    private void page(Page page, Key key, int height) {
        Integer by = Movement.of(key, Screen.rows(height));
        if (by != null) {
            page.scroll(by);
        } else if (key.name() == Key.Name.ESCAPE || key.name() == Key.Name.LEFT || key.name() == Key.Name.BACKSPACE) {
            desk.close();
        } else if (page.kind() == Page.Kind.AGENT && (key.types("d") || key.types("u"))) {
            ask(page.id(), key);
        } else if (page.kind() == Page.Kind.REQUEST
                && key.types("r")
                && !page.data().isMissingNode()) {
            again(page.data());
        } else {
            anywhere(key, page.kind() == Page.Kind.HELP);
        }
    }

    private void anywhere(Key key, boolean inHelp) {
        if (key.types("q")) {
            actions.end();
        } else if ((key.types("?") || key.types("h")) && !inHelp) {
            desk.open(new Page(Page.Kind.HELP, ""));
        } else if (key.types("?")) {
            desk.close();
        } else if (key.types("x")) {
            askForStored();
        }
    }

    private void list(Key key, int height) {
        Integer by = Movement.of(key, Screen.rows(height));
        if (by != null) {
            move(by);
            return;
        }
        switch (key.name()) {
            case TAB, RIGHT -> desk.tab(desk.tab().further(1));
            case BACK_TAB, LEFT -> desk.tab(desk.tab().further(-1));
            case ESCAPE -> desk.place().filter("");
            case ENTER -> open();
            case TEXT -> typed(key);
            default -> {}
        }
    }

    private void move(int by) {
        Place place = desk.place();
        List<JsonNode> rows = screen.rows(board, desk);
        int index = Math.max(0, Math.min(rows.size() - 1, indexOfSelected(rows) + by));
        place.select(index, rows.isEmpty() ? null : listing().id(rows.get(index)));
    }

    private Listing listing() {
        return screen.listings().of(desk.tab());
    }

    private @Nullable JsonNode selected() {
        List<JsonNode> rows = screen.rows(board, desk);
        int index = indexOfSelected(rows);
        return index < rows.size() ? rows.get(index) : null;
    }

    // The row that was drawn as selected: what came since may have moved it.
    private int indexOfSelected(List<JsonNode> rows) {
        Place place = desk.place();
        String id = place.selected();
        for (int i = 0; id != null && i < rows.size(); i++) {
            if (listing().id(rows.get(i)).equals(id)) {
                return i;
            }
        }
        return place.index();
    }

    private void typed(Key key) {
        JsonNode row = selected();
        char c = key.text().charAt(0);
        switch (c) {
            case '1', '2', '3', '4', '5', '6' -> desk.tab(Tab.values()[c - '1']);
            case '/' -> desk.search(new TextField(desk.place().filter()));
            case 's' -> sort();
            case 'S' -> desk.place().reverse();
            case 'p' -> {
                if (desk.tab() == Tab.REQUESTS) {
                    desk.freeze(desk.frozen() == null ? board.requests() : null);
                }
            }
            case 'd', 'u' -> {
                if (row != null && (desk.tab() == Tab.AGENTS || desk.tab() == Tab.POOL)) {
                    ask(row.path(AGENT_ID).asText(), key);
                }
            }
            case 'r' -> {
                if (row != null && desk.tab() == Tab.REQUESTS) {
                    again(row);
                }
            }
            default -> anywhere(key, false);
        }
    }

    private void sort() {
        Place place = desk.place();
        int next = place.sort() + 1;
        if (next == listing().columns()) {
            place.sort(Place.UNSORTED, false);
        } else {
            place.sort(next, listing().number(next));
        }
    }

    private void open() {
        JsonNode row = selected();
        if (row == null) {
            return;
        }
        switch (desk.tab()) {
            case AGENTS, POOL -> agent(row.path(AGENT_ID).asText());
            case REQUESTS -> request(row.path("id").asText());
            case QUEUES -> desk.open(new Page(Page.Kind.QUEUE, row.path("name").asText(), row));
            case EVENTS -> desk.open(new Page(Page.Kind.EVENT, row.path("id").asText(), row));
            case ERRORS -> {
                // All that failed like this; the newest is one key further.
                desk.tab(Tab.REQUESTS);
                desk.place().filter(row.path("error").asText());
                desk.place().select(0, null);
            }
        }
    }

    private void agent(String id) {
        Page page = new Page(Page.Kind.AGENT, id);
        desk.open(page);
        actions.load(page, "/api/agents/" + ApiClient.encode(id));
    }

    private void request(String id) {
        Page page = new Page(Page.Kind.REQUEST, id);
        desk.open(page);
        actions.load(page, "/api/history/" + ApiClient.encode(id));
    }

    private void ask(String agent, Key key) {
        boolean drain = key.types("d");
        String text = drain
                ? "Drain " + agent + ": no new work, what it has begun ends?"
                : "Resume " + agent + ": give it work again?";
        desk.open(new Question(text, () -> actions.agent(agent, drain ? "drain" : "resume")));
    }

    private void again(JsonNode item) {
        String id = item.path("id").asText();
        desk.open(RequestForms.replay(item, wishes -> {
            desk.close();
            Page page = new Page(Page.Kind.REPLAY, id);
            desk.open(page);
            actions.replay(page, wishes);
        }));
    }

    private void askForStored() {
        long asked = keys;
        actions.stored(stored -> {
            // A form that comes late would take keys that were meant for something else.
            if (keys == asked) {
                stored(stored);
            } else {
                desk.notice("the stored request has come: press x again", false);
            }
        });
    }

    private void stored(JsonNode stored) {
        desk.open(RequestForms.stored(stored, request -> {
            desk.close();
            Page page = new Page(Page.Kind.RESULT, "");
            desk.open(page);
            actions.run(page, request);
        }));
    }
}
