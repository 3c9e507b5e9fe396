package io.dispatcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Desk;
import io.dispatcher.monitor.model.Form;
import io.dispatcher.monitor.model.Key;
import io.dispatcher.monitor.model.Key.Name;
import io.dispatcher.monitor.model.Page;
import io.dispatcher.monitor.model.Question;
import io.dispatcher.monitor.model.Tab;
import io.dispatcher.monitor.view.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ControllerTest {
    private static final int HEIGHT = 24;

    private final Board board = Boards.busy();
    private final Desk desk = new Desk();
    private final Screen screen = new Screen(false, false);
    private final List<String> done = new ArrayList<>();
    private final Controller controller = new Controller(board, desk, screen, new Recording());
    private final List<Runnable> late = new ArrayList<>();
    private JsonNode stored = Boards.json("{}");
    private boolean answersLate;

    private final class Recording implements Actions {
        @Override
        public void load(Page page, String path) {
            done.add("GET " + path);
            page.loaded(Boards.json("{'id': 'r1', 'method': 'GET', 'url': 'http://b.example/x'}"));
        }

        @Override
        public void agent(String id, String verb) {
            done.add(verb + " " + id);
        }

        @Override
        public void replay(Page page, JsonNode wishes) {
            done.add("replay " + page.id() + " " + wishes);
        }

        @Override
        public void stored(Consumer<JsonNode> then) {
            if (answersLate) {
                late.add(() -> then.accept(stored));
            } else {
                then.accept(stored);
            }
        }

        @Override
        public void run(Page page, JsonNode request) {
            done.add("run " + request);
        }

        @Override
        public void redraw() {
            done.add("redraw");
        }

        @Override
        public void end() {
            done.add("end");
        }
    }

    private void press(Object... keys) {
        for (Object key : keys) {
            if (key instanceof Name name) {
                controller.pressed(Key.of(name), HEIGHT);
            } else {
                key.toString().chars().forEach(c -> controller.pressed(Key.typed(Character.toString(c)), HEIGHT));
            }
        }
    }

    @Test
    void numbersAndTabChooseTheList() {
        press("2");
        assertThat(desk.tab()).isEqualTo(Tab.REQUESTS);
        press(Name.TAB, Name.TAB, Name.BACK_TAB);
        assertThat(desk.tab()).isEqualTo(Tab.POOL);
        press("1", Name.BACK_TAB);
        assertThat(desk.tab()).isEqualTo(Tab.EVENTS);
    }

    @Test
    void drainingIsDoneOnlyWhenConfirmed() {
        press(Name.DOWN, "d");
        assertThat(desk.overlay()).isInstanceOf(Question.class);
        press("n");
        assertThat(done).isEmpty();
        assertThat(desk.overlay()).isNull();

        press("d", Name.ENTER);
        assertThat(done).isEmpty();
        press("y", "u", "y");
        assertThat(done).containsExactly("drain ams-2", "resume ams-2");
    }

    @Test
    void enterOpensTheSelectedAndEscapeComesBack() {
        press("2", Name.END, Name.ENTER);
        assertThat(done).containsExactly("GET /api/history/r1");
        assertThat(desk.overlay()).isInstanceOf(Page.class);

        press(Name.ESCAPE);
        assertThat(desk.overlay()).isNull();
        press("1", Name.ENTER);
        assertThat(done).contains("GET /api/agents/fra-1");
    }

    @Test
    void aFilterWorksWhileItIsWrittenAndEscapeTakesItAway() {
        press("2", "/", "fraq");
        assertThat(desk.place().filter()).isEqualTo("fraq");
        press(Name.BACKSPACE, Name.ENTER);
        assertThat(screen.rows(board, desk)).hasSize(2);
        assertThat(desk.search()).isNull();

        press(Name.ESCAPE);
        assertThat(screen.rows(board, desk)).hasSize(3);
    }

    @Test
    void sGoesThroughTheColumnsAndBackToTheListsOwnOrder() {
        press("s");
        assertThat(desk.place().sort()).isZero();
        assertThat(desk.place().descending()).isFalse();
        press("ss");
        assertThat(desk.place().descending()).isTrue();
        press("S");
        assertThat(desk.place().descending()).isFalse();
        press("ssssssss");
        assertThat(desk.place().sort()).isEqualTo(-1);
    }

    @Test
    void aReplaySendsOnlyWhatWasChanged() {
        press("2", Name.END, "r");
        assertThat(desk.overlay()).isInstanceOf(Form.class);
        press(Name.TAB, "?a=1", Name.TAB, "*", Name.DOWN, Name.DOWN, "X-A: 1 | X-B: b:c", Name.ENTER);

        assertThat(done)
                .containsExactly("replay r1 {\"url\":\"http://b.example/x?a=1\",\"agent_id\":null,"
                        + "\"headers\":{\"X-A\":[\"1\"],\"X-B\":[\"b:c\"]}}");
        assertThat(desk.overlay()).isInstanceOfSatisfying(Page.class, page -> assertThat(page.kind())
                .isEqualTo(Page.Kind.REPLAY));
    }

    @Test
    void aHeaderThatIsNoneIsRefusedInTheForm() {
        press("2", "r", Name.UP, Name.UP, "nonsense", Name.ENTER);

        assertThat(done).isEmpty();
        assertThat(desk.overlay()).isInstanceOfSatisfying(Form.class, form -> assertThat(form.problem())
                .contains("nonsense"));
    }

    @Test
    void theStoredRequestIsChangedAndRun() {
        stored = Boards.json("{'url': 'http://a/', 'timeout': 3, 'headers': {'A': 'b'}, 'body': {'n': 1}}");
        press("x", Name.TAB, "v2", Name.UP, Name.UP, Name.CLEAR_LINE, "{\"n\":2}", Name.ENTER);

        assertThat(done)
                .containsExactly(
                        "run {\"url\":\"http://a/v2\",\"timeout\":3,\"headers\":{\"A\":\"b\"},\"body\":{\"n\":2}}");
    }

    @Test
    void aStoredRequestNeedsAUrl() {
        press("x", Name.ENTER);
        assertThat(done).isEmpty();
        press(Name.ESCAPE);
        assertThat(desk.overlay()).isNull();
    }

    @Test
    void anErrorLeadsToItsRequests() {
        press("5", Name.ENTER);

        assertThat(desk.tab()).isEqualTo(Tab.REQUESTS);
        assertThat(screen.rows(board, desk)).hasSize(1);
    }

    @Test
    void requestsStandStillUntilToldToGoOn() {
        press("2p");
        board.happened(Boards.completed(9, "r9", "12:00:05", "http://new.example/"));
        assertThat(screen.rows(board, desk)).hasSize(3);
        press("p");
        assertThat(screen.rows(board, desk)).hasSize(4);
    }

    @Test
    void qEndsFromAListAndAPageButNotInAForm() {
        press("x", "q", Name.ESCAPE);
        assertThat(done).isEmpty();
        press("?", "q");
        assertThat(done).containsExactly("end");
    }

    @Test
    void keysMeanTheRowThatWasShownAsSelectedWhenOthersHaveComeSince() {
        press("2");
        screen.picture(board, desk, Boards.NOW, 80, HEIGHT);
        board.happened(Boards.completed(9, "r9", "12:00:05", "http://new.example/"));
        press(Name.ENTER);
        assertThat(done).containsExactly("GET /api/history/r3");

        press(Name.ESCAPE, Name.DOWN, Name.ENTER);
        assertThat(done).containsExactly("GET /api/history/r3", "GET /api/history/r2");
    }

    @Test
    void aFilterWrittenOnTheTopRowSelectsWhatIsOnTopThen() {
        press("2");
        screen.picture(board, desk, Boards.NOW, 80, HEIGHT);
        press("S/fra", Name.ENTER, Name.ENTER);

        assertThat(done).containsExactly("GET /api/history/r2");
    }

    @Test
    void aStoredRequestThatComesLateTakesNoKeysMeantForSomethingElse() {
        answersLate = true;
        press("x", "d");
        late.get(0).run();
        assertThat(desk.overlay()).isInstanceOf(Question.class);
        assertThat(desk.notice()).contains("press x again");

        press("n", "x");
        late.get(1).run();
        assertThat(desk.overlay()).isInstanceOf(Form.class);
    }
}
