package io.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.PingBoard;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PingCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PING = "POST /ping-task";
    private static final String REPLY = """
            {"type":"reply","agent_id":"a1","target":"h","address":"2001:db8::1","source_address":"2001:db8::9","seq":1,\
            "rtt_ms":11.42,"hop_limit":57,"size":64,"timestamp":"2026-01-31T12:00:00.000Z"}""";
    private static final String TIMEOUT = """
            {"type":"timeout","agent_id":"a1","target":"h","address":"2001:db8::1","seq":2}""";
    private static final String UNREACHABLE = """
            {"type":"unreachable","agent_id":"a1","target":"h","address":"2001:db8::1","seq":3,"detail":"no route \\u001b[2J"}""";
    private static final String DUPLICATE = """
            {"type":"duplicate","agent_id":"a1","target":"h","address":"2001:db8::1","seq":1,"rtt_ms":12.5}""";
    private static final String SUMMARY = """
            {"type":"summary","agent_id":"a1","target":"h","sent":3,"received":1,"duplicates":1,"late":0,"errors":1,\
            "loss_percent":66.7,"min_ms":11.42,"avg_ms":11.42,"max_ms":11.42,"stddev_ms":0.0}""";

    private FakeCoordinator coordinator;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        coordinator = new FakeCoordinator();
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    private String[] line(String text) {
        String[] words = text.split(" ");
        String[] line = Arrays.copyOf(words, words.length + 2);
        line[words.length] = "--server";
        line[words.length + 1] = coordinator.url();
        return line;
    }

    private JsonNode sent() throws IOException {
        return JSON.readTree(coordinator.asked.get(0).body());
    }

    private static String refused(String agent, String target) {
        return "{\"type\":\"error\",\"agent_id\":\"%s\",\"target\":\"%s\",\"detail\":\"egress-denied: no\"}"
                .formatted(agent, target);
    }

    private static String lost(String agent, String target) {
        return "{\"type\":\"summary\",\"agent_id\":\"%s\",\"target\":\"%s\",\"sent\":0,\"received\":0,\"errors\":1,\"avg_ms\":null}"
                .formatted(agent, target);
    }

    @Test
    void onlyWhatWasGivenIsSent() throws IOException {
        coordinator.events(PING, REPLY, SUMMARY);

        Ran ran = Ran.of(line("ping h ::1"));

        assertThat(ran.code()).isZero();
        assertThat(sent()).isEqualTo(JSON.readTree("{\"targets\":[\"h\",\"::1\"]}"));
    }

    @Test
    void everyOptionIsSent() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "dsp_secret\n");

        Ran.of(line("ping h --from a1 --from * --count 5 --interval 20 --timeout 300 --size 8 --retries 2"
                + " --source-address ::2 -6 --token-file " + token));

        String expected = """
                {"from": ["a1", "*"], "targets": ["h"], "interval": 20, "count": 5, "timeout": 300, "retries": 2, "size": 8,
                 "family": "6", "source_address": "::2"}
                """;
        assertThat(sent()).isEqualTo(JSON.readTree(expected));
        assertThat(coordinator.asked.get(0).header("Authorization")).isEqualTo("Bearer dsp_secret");
    }

    @Test
    void inAPipeEveryEventIsALineAndEveryPairHasOneInTheEnd() {
        coordinator.events(PING, REPLY, TIMEOUT, DUPLICATE, UNREACHABLE, SUMMARY);

        Ran ran = Ran.of(line("ping h"));

        assertThat(ran.out().lines())
                .containsExactly(
                        "a1 -> h (2001:db8::1): seq=1 time=11.4 ms hop limit=57",
                        "a1 -> h (2001:db8::1): seq=2 timeout",
                        "a1 -> h (2001:db8::1): seq=1 time=12.5 ms (duplicate)",
                        "a1 -> h (2001:db8::1): seq=3 unreachable: no route \ufffd[2J",
                        "a1 -> h: 3 sent, 1 received, 66.7 % loss, min/avg/max/stddev = 11.420/11.420/11.420/0.000 ms, "
                                + "1 duplicate, 1 error");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void pairsAreInTheOrderOfTheirAgentsThenAsTheirTargetsWereGiven() {
        coordinator.events(PING, lost("a2", "x"), lost("a1", "x"), lost("a2", "y"), lost("a1", "y"));

        assertThat(Ran.of(line("ping y x")).out().lines().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactly("a1 -> y", "a1 -> x", "a2 -> y", "a2 -> x");
    }

    @Test
    void asJsonTheEventsAreUnchanged() {
        coordinator.events(PING, REPLY, TIMEOUT, SUMMARY);

        Ran ran = Ran.of(line("ping h --json"));

        assertThat(ran.out()).isEqualTo(REPLY + "\n" + TIMEOUT + "\n" + SUMMARY + "\n");
    }

    @Test
    void totalLossIsExitCodeFourAndTellsWhy() {
        coordinator.events(PING, refused("a1", "h"), lost("a1", "h"));

        Ran plain = Ran.of(line("ping h"));
        Ran terminal = Ran.onTerminal(line("ping h"));

        assertThat(plain.code()).isEqualTo(4);
        assertThat(plain.out())
                .contains("a1 -> h: error: egress-denied: no")
                .contains("0 sent, 0 received, 100 % loss");
        assertThat(terminal.code()).isEqualTo(4);
        assertThat(terminal.out()).contains("1 error (egress-denied: no)");
    }

    @Test
    void oneAnswerFromAnywhereIsEnoughForExitCodeZero() {
        coordinator.events(PING, refused("a2", "h"), lost("a2", "h"), REPLY, SUMMARY);

        assertThat(Ran.of(line("ping h")).code()).isZero();
    }

    @Test
    void onATerminalATableStaysWithALineForAllBelowIt() {
        String target = "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff";
        coordinator.events(PING, REPLY, TIMEOUT, UNREACHABLE, SUMMARY, refused("a2", target), lost("a2", target));

        Ran ran = Ran.onTerminal(line("ping h"));

        List<String> lines =
                ran.out().replaceAll("\u001b\\[\\d*[mKJA]", "").lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= 80 || line.contains("egress"));
        assertThat(lines.get(0)).matches("AGENT +TARGET +LOSS +SENT +LAST +AVG +BEST +WORST +STDEV");
        assertThat(lines.get(1)).matches("a1 +h +66.7% +3 +unreach +11.4 +11.4 +11.4 +0.000");
        assertThat(lines.get(2)).matches("a2 +2001:db8.* +100% +0 +error +- +- +- +-");
        assertThat(lines.get(lines.size() - 1)).startsWith("2 pairs, 1 silent, 3 sent, 1 received, 66.7 % loss");
    }

    @Test
    void aRefusalOfTheCoordinatorIsOneLineAndNothingElse() {
        coordinator.on(PING, 422, "{\"type\":\"/no-matching-agent\",\"detail\":\"no agent a9\"}");
        Ran unknown = Ran.of(line("ping h --from a9"));
        coordinator.on(PING, 400, "{\"type\":\"/invalid-request\",\"detail\":\"count: must be 1 to 100000\"}");
        Ran wrong = Ran.of(line("ping h --count 0"));

        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err().strip()).isEqualTo("dispatcher ping: no agent a9 [no-matching-agent]");
        assertThat(unknown.out()).isEmpty();
        assertThat(wrong.code()).isEqualTo(1);
    }

    @Test
    void whatIsKnownWhenTheConnectionBreaksIsTold() {
        coordinator.eventsCutOff(PING, REPLY, TIMEOUT);

        Ran ran = Ran.of(line("ping h"));

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).contains("a1 -> h: 2 sent, 1 received, 50.0 % loss, min/avg/max/stddev = 11.420");
        assertThat(ran.err().strip().lines()).hasSize(1);
        assertThat(ran.err()).contains("broke off");
    }

    @Test
    void anAnswerThatIsNoStreamOfEventsIsToldAsThat() {
        coordinator.events(PING, "x".repeat(70_000));
        Ran longer = Ran.of(line("ping h"));
        coordinator.onPlain(PING, 200, "<html>hello</html>");
        Ran foreign = Ran.of(line("ping h"));

        assertThat(longer.code()).isEqualTo(3);
        assertThat(longer.err()).contains("a line of more than 65536 bytes").doesNotContain("xxx");
        assertThat(foreign.code()).isEqualTo(3);
        assertThat(foreign.err()).contains("is it one?");
    }

    @Test
    void withoutEndItBeginsAgainAndCountsOn() throws IOException {
        coordinator
                .events(PING, REPLY, SUMMARY)
                .events(PING, REPLY, SUMMARY)
                .then(PING, 503, "{\"type\":\"/draining\"}");

        Ran ran = Ran.of(line("ping h --infinite"));

        assertThat(sent().path("count").asInt()).isEqualTo(100_000);
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).contains("seq=1 ").contains("seq=100001 ").contains("6 sent, 2 received, 66.7 % loss");
    }

    @Test
    void withoutEndItEndsAllTheSameWhereThereIsNothingToSend() {
        coordinator.events(PING, refused("a1", "h"), lost("a1", "h"));

        assertThat(Ran.of(line("ping h --infinite")).code()).isEqualTo(4);
        assertThat(coordinator.asked).hasSize(1);
    }

    @Test
    void stoppedItClosesTheConnectionAndKeepsWhatIsKnown() throws Exception {
        coordinator.eventsWithoutEnd(PING, REPLY);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Terminal terminal = new Terminal(nowhere, nowhere, false, false, false);
        PingBoard board = new PingBoard(List.of());
        PingSession[] session = new PingSession[1];
        PingOutput output = new PingOutput() {
            @Override
            public void event(String line, JsonNode event, long firstSeq) {
                board.heard(event);
                session[0].stop();
            }

            @Override
            public void end() {}
        };
        session[0] = new PingSession(
                new ApiClient(List.of(URI.create(coordinator.url())), null, null), board, output, terminal);

        session[0].run(ApiClient.object().put("count", 100_000), true);

        assertThat(coordinator.left.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(board.answered()).isTrue();
    }

    @Test
    void ofMorePairsThanTheScreenHasLinesThoseWithTheHighestLossAreShown() {
        PingBoard board =
                new PingBoard(IntStream.range(0, 30).mapToObj(i -> "h" + i).toList());
        IntStream.range(0, 30).forEach(i -> {
            try {
                board.heard(JSON.readTree(REPLY.replace("\"h\"", "\"h" + i + "\"")));
                board.heard(JSON.readTree((i == 29 ? TIMEOUT : REPLY).replace("\"h\"", "\"h" + i + "\"")));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());

        List<String> lines =
                io.dispatcher.view.PingTable.lines(board, 21, new Terminal(nowhere, nowhere, true, false, false));

        assertThat(lines).hasSize(23);
        assertThat(lines.get(1)).startsWith("h29").contains("50.0%");
        assertThat(lines.get(2)).startsWith("h0");
        assertThat(lines.get(22)).isEqualTo("and 9 more, with no higher loss");
    }
}
