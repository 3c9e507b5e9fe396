package io.dispatcher.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.monitor.Boards;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Desk;
import io.dispatcher.monitor.model.Form;
import io.dispatcher.monitor.model.Link;
import io.dispatcher.monitor.model.Page;
import io.dispatcher.monitor.model.Question;
import io.dispatcher.monitor.model.Tab;
import io.dispatcher.monitor.model.TextField;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
    private final Board board = Boards.busy();
    private final Desk desk = new Desk();
    private final Screen screen = new Screen(true, true);

    private Picture picture(int width, int height) {
        return screen.picture(board, desk, Boards.NOW, width, height);
    }

    private String shown(int width, int height) {
        return picture(width, height).lines().stream()
                .map(AttributedString::toString)
                .collect(Collectors.joining("\n"));
    }

    private String shown() {
        return shown(80, 24);
    }

    @Test
    void theHeaderSumsItUp() {
        assertThat(shown())
                .contains("http://127.0.0.1:8000", "live", "agents 1/2", "pool 2/3", "busy 3", "queued 7 (4s)")
                .contains("req/s 182", "ok 99.0%", "1.25 14.2 381 ms", "1,182");
    }

    @Test
    void agentsHaveWhatTheirAddressesDidTogether() {
        assertThat(shown().lines().filter(line -> line.startsWith("fra-1")).findFirst())
                .hasValueSatisfying(line -> assertThat(line.split("\\s+"))
                        .containsExactly("fra-1", "connected", "3", "182", "982", "12", "2"));
    }

    @ParameterizedTest
    @CsvSource({"80,24", "140,40", "200,60", "40,8", "81,25", "39,24", "80,3", "1,1"})
    void everyListAndPageFitsEverySize(int width, int height) {
        for (Tab tab : Tab.values()) {
            desk.tab(tab);
            fits(picture(width, height), width, height);
        }
        for (Page.Kind kind : Page.Kind.values()) {
            desk.open(new Page(kind, "fra-1", board.requests().get(0)));
            fits(picture(width, height), width, height);
            desk.close();
        }
    }

    private static void fits(Picture picture, int width, int height) {
        assertThat(picture.lines()).hasSize(height);
        assertThat(picture.lines())
                .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(width));
    }

    @Test
    void whatDoesNotFitEndsInAnEllipsis() {
        board.happened(Boards.completed(9, "long", "12:00:05", "http://" + "very-".repeat(40) + "long.example/"));
        desk.tab(Tab.REQUESTS);

        assertThat(shown()).contains("very-very\u2026").contains("ry-long.example/");
    }

    @Test
    void anEventIsAtOnceOnTopOfTheRequests() {
        desk.tab(Tab.REQUESTS);
        shown();
        board.happened(Boards.completed(9, "r9", "12:00:05", "http://new.example/"));

        assertThat(shown().lines().skip(5).findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("new.example"));
    }

    @Test
    void theSelectionStaysOnItsRowWhenOthersCome() {
        desk.tab(Tab.REQUESTS);
        desk.place().select(1, "r2");
        board.happened(Boards.completed(9, "r9", "12:00:05", "http://new.example/"));
        shown();

        assertThat(desk.place().selected()).isEqualTo("r2");
        assertThat(desk.place().index()).isEqualTo(2);
    }

    @Test
    void aFilterShowsWhatMatchesAllItsWords() {
        desk.tab(Tab.REQUESTS);
        desk.place().filter("FRA 404");

        assertThat(shown()).contains("a.example/missing", "1 of 3").doesNotContain("b.example", "shop.example");
        desk.place().filter("nowhere");
        assertThat(shown()).contains("nothing matches");
    }

    @Test
    void aListIsSortedByAColumnEitherWay() {
        desk.tab(Tab.REQUESTS);
        desk.place().sort(4, true);
        assertThat(screen.rows(board, desk))
                .extracting(row -> row.path("id").asText())
                .containsExactly("r1", "r2", "r3");
        assertThat(shown()).contains("MS\u25bc");

        desk.place().reverse();
        assertThat(screen.rows(board, desk))
                .extracting(row -> row.path("id").asText())
                .containsExactly("r3", "r2", "r1");
    }

    @Test
    void errorsAreCountedWithTheirLatestRequest() {
        desk.tab(Tab.ERRORS);

        assertThat(shown().lines()
                        .filter(line -> line.startsWith("target-connect"))
                        .findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("12", "fra-1", "b.example/x"));
    }

    @Test
    void aRequestsPageHasItsHopsAndWhereItsTimeWent() {
        desk.open(new Page(
                Page.Kind.REQUEST,
                "r1",
                Boards.json("{'id': 'r1', 'method': 'POST', 'url': 'http://b/x',"
                        + " 'status_code': 200, 'duration_ms': 20, 'timings': {'queue_ms': 5.0, 'dns_ms': 0.0,"
                        + " 'connect_ms': 5.0, 'tls_ms': 0.0, 'first_byte_ms': 10.0, 'total_ms': 15.0}, 'hops': [{'name':"
                        + " 'queued', 'at_ms': 0.3, 'detail': 'fra-1'}], 'request': {'headers': {'X-A': ['1']}, 'body':"
                        + " 'hello'}, 'response': {'status_code': 200, 'body': '[1]'}}")));

        assertThat(shown(80, 60))
                .contains("queued  fra-1", "X-A: 1", "hello")
                .containsPattern("connect +5.00 ms +\u2588");
    }

    @Test
    void foreignTextCannotSteerTheTerminal() {
        board.happened(Boards.completed(9, "r9", "12:00:05", "http://x/\\u001b[2J\\u0007"));
        desk.tab(Tab.REQUESTS);
        assertThat(shown()).doesNotContain("\u001b", "\u0007");

        desk.open(new Page(Page.Kind.EVENT, "9", Boards.completed(9, "r9", "12:00:05", "a\\u001b]0;x")));
        assertThat(shown()).doesNotContain("\u001b");
    }

    @Test
    void withoutColourNoStyleHasOne() {
        Screen plain = new Screen(false, false);
        for (Tab tab : Tab.values()) {
            desk.tab(tab);
            String ansi = plain.picture(board, desk, Boards.NOW, 140, 40).lines().stream()
                    .map(line -> line.toAnsi(256, AttributedString.ForceMode.None))
                    .collect(Collectors.joining("\n"));
            assertThat(ansi).doesNotContainPattern("\u001b\\[[0-9;]*\\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m");
            assertThat(ansi).matches("[\\x00-\\x7f]*");
        }
    }

    @Test
    void aCoordinatorThatIsAwayIsSaid() {
        board.link(Link.State.LOST, Boards.NOW.minusSeconds(75), "connection refused");

        assertThat(shown()).contains("away 1m", "connection refused");
    }

    @Test
    void aQuestionStandsBelowTheListItIsAbout() {
        desk.open(new Question("Drain fra-1?", () -> {}));

        assertThat(shown()).contains("ams-2").endsWith("Drain fra-1?  y yes  n no");
    }

    @Test
    void theCursorIsWhereTextIsWritten() {
        assertThat(picture(80, 24).cursor()).isEqualTo(Picture.NO_CURSOR);
        desk.search(new TextField("abc"));
        assertThat(picture(80, 24).cursor()).isEqualTo(23 * 80 + 4);

        desk.search(null);
        desk.open(new Form("Send", Boards.json("{}"), List.of(new Form.Field("URL", "x".repeat(200), "")), form -> {}));
        int cursor = picture(80, 24).cursor();
        assertThat(cursor / 80).isEqualTo(5);
        assertThat(picture(80, 24).lines().get(5).toString()).startsWith("> URL");
    }
}
