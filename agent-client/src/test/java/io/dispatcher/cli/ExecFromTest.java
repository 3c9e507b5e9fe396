package io.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code exec --from}: one request from everywhere. */
@Timeout(60)
class ExecFromTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MATRIX = "POST /api/execute/matrix";
    private static final String ONE = """
            {"type":"result","agent_id":"a1","source_address":"192.0.2.1","result":{"status_code":200,"size_bytes":5,\
            "timings":{"total_ms":11.4}}}""";
    private static final String TWO = """
            {"type":"result","agent_id":"a2","source_address":"192.0.2.2","result":{"status_code":403,"size_bytes":7,\
            "timings":{"total_ms":3.5}}}""";
    private static final String FAILED = """
            {"type":"problem","agent_id":"a3","source_address":null,"problem":{"type":"/problems/target-timeout","status":504}}""";
    private static final String EQUAL = """
            {"type":"summary","groups":[{"status_code":200,"members":[{"agent_id":"a1","source_address":"192.0.2.1"}]}],\
            "differences":[]}""";
    private static final String DIFFERENT = """
            {"type":"summary","groups":[{"status_code":200,"members":[{"agent_id":"a1","source_address":"192.0.2.1"}]},\
            {"status_code":403,"members":[{"agent_id":"a2","source_address":"192.0.2.2"}]}],\
            "differences":[{"in":["status_code","body","header server"],\
            "members":[{"agent_id":"a2","source_address":"192.0.2.2"}]}]}""";

    private FakeCoordinator coordinator;

    @BeforeEach
    void start() throws IOException {
        coordinator = new FakeCoordinator();
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    private Ran exec(String text) {
        String[] words = ("exec http://example.com/ " + text).strip().split(" ");
        String[] line = Arrays.copyOf(words, words.length + 2);
        line[words.length] = "--server";
        line[words.length + 1] = coordinator.url();
        return Ran.of(line);
    }

    @Test
    void agentsAndAddressesAreAskedForInTheRequest() throws IOException {
        coordinator.events(MATRIX, ONE, EQUAL);

        Ran ran = exec("--from a1 --from * --each-address -X HEAD");

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode sent = JSON.readTree(coordinator.asked.get(0).body());
        assertThat(sent)
                .isEqualTo(
                        JSON.readTree(
                                "{\"url\":\"http://example.com/\",\"method\":\"HEAD\",\"from\":[\"a1\",\"*\"],\"addresses\":\"each\"}"));
    }

    @Test
    void equalAnswersHaveOneLetterAndWhatDiffersIsSaid() {
        coordinator.events(MATRIX, ONE, TWO, DIFFERENT);

        Ran ran = exec("--from *");

        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines().map(String::strip))
                .anyMatch(line -> line.matches("a1 +192\\.0\\.2\\.1 +200 +5 +11\\.4 ms +A"))
                .anyMatch(line -> line.matches("a2 +192\\.0\\.2\\.2 +403 +7 +3\\.5 ms +B"));
        assertThat(ran.err()).contains("B differs from A in status_code, body, header server");
        assertThat(exec("--from * --fail").code()).isEqualTo(ExitCode.ASSERTION);
    }

    @Test
    void anAgentWithoutAnAnswerIsARowAndExitCode4() {
        coordinator.events(MATRIX, ONE, FAILED, EQUAL);

        Ran ran = exec("--from *");

        assertThat(ran.code()).isEqualTo(ExitCode.ASSERTION);
        assertThat(ran.out()).contains("target-timeout");
    }

    @Test
    void anEndBeforeTheSummaryIsSaid() {
        coordinator.events(MATRIX, ONE);

        Ran ran = exec("--from *");

        assertThat(ran.code()).isEqualTo(ExitCode.ASSERTION);
        assertThat(ran.err()).contains("before the end");
    }

    @Test
    void asJsonTheRowsAreAsTheyCame() {
        coordinator.events(MATRIX, ONE, EQUAL);

        assertThat(exec("--from * --json").out().lines()).containsExactly(ONE, EQUAL);
    }

    @Test
    void whatHasOneAnswerOnlyIsRefused() {
        assertThat(exec("--from * --async").code()).isEqualTo(ExitCode.USAGE);
        assertThat(exec("--each-address").code()).isEqualTo(ExitCode.USAGE);
    }
}
