package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.systemtests.JmsClient.Kind;
import jakarta.jms.DeliveryMode;
import jakarta.jms.TextMessage;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Scenarios over the API, by message and by the command line, with a target on all its ways. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLES = BuildTree.root().resolve("examples/scenarios");

    private Path directory;
    private Processes processes;
    private RunningProcess coordinator;
    private RunningProcess target;
    private String[] options;
    private int brokerPort;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        processes = new Processes(directory);
        brokerPort = Processes.freePort();
        options = new String[] {
            "--port",
            Integer.toString(Processes.freePort()),
            "--broker-port",
            Integer.toString(brokerPort),
            "--data-dir",
            processes.path("data"),
            "--allow",
            "127.0.0.0/8",
            "--max-scenarios",
            "3",
            "--scenario-runs-limit",
            "5"
        };
        target = processes.target();
        coordinator = processes.coordinator(options);
        processes.agent(coordinator, "one", "--address", "127.0.0.3", "--upstream", "shop=" + target.url());
        processes.agent(coordinator, "two", "--address", "127.0.0.4");
        store("lab", "direct", "");
        store("lab-agent", "agent", ", \"agent_id\": \"one\"");
        store("lab-tunnel", "upstream", ", \"upstream\": \"shop\"");
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    private void store(String name, String via, String more) {
        Http.Answer made = Http.post(
                coordinator.url() + "/api/targets",
                "{\"name\": \"" + name + "\", \"base_url\": \"" + target.url() + "\", \"via\": \"" + via + "\"" + more
                        + "}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private String scenarios() {
        return coordinator.url() + "/api/scenarios";
    }

    private static String example(String name) throws Exception {
        return Files.readString(EXAMPLES.resolve(name));
    }

    @Test
    void yamlIsTakenLikeJsonAndWhatIsWrongInItIsSaidWithItsPlace() {
        String yaml = "name: Written\nsteps:\n  - name: one\n    request: {url: " + target.url() + "/}\n";
        Http.Answer made = yaml("POST", "", yaml);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String id = made.json().path("id").asText();
        Http.Answer changed = yaml("PUT", "/" + id, yaml.replace("one", "other"));
        assertThat(changed.json().at("/steps/0/name").asText()).isEqualTo("other");
        Http.Answer wrong = yaml("PUT", "/" + id, yaml + "    colour: red\n");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("detail").asText())
                .startsWith("steps[0].colour: ")
                .endsWith(" (line 5, column 5)");
        Http.send("DELETE", scenarios() + "/" + id, "");

        assertThat(yaml("POST", "/json", yaml).json().at("/steps/0/request/url").asText())
                .isEqualTo(target.url() + "/");
        for (String hostile :
                List.of("a: &a [b]\nb: [*a, *a]", "a: [", "a: 1\n---\nb: 1", "- a", "a: " + "[".repeat(5000))) {
            Http.Answer refused = yaml("POST", "/json", hostile);
            assertThat(refused.status()).as(hostile).isEqualTo(400);
            assertThat(refused.json().path("detail").asText())
                    .startsWith("malformed YAML: ")
                    .contains("(line ");
        }
        assertThat(yaml("POST", "", "a: \"" + "x".repeat(5 * 1024 * 1024) + "\"")
                        .status())
                .isEqualTo(413);
        assertThat(yaml("POST", "/run", "scenario:\n  " + yaml.replace("\n", "\n  "))
                        .status())
                .isEqualTo(202);
    }

    private Http.Answer yaml(String method, String path, String text) {
        return Http.send(method, scenarios() + path, text, "Content-Type", "application/yaml");
    }

    private JsonNode runOnce(String scenario, String more) {
        Http.Answer answer = Http.post(scenarios() + "/run?wait=true", "{\"scenario\": " + scenario + more + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** Which steps ended how, by which assertions, and with which faults. */
    private static List<String> verdicts(JsonNode report) {
        List<String> verdicts = new ArrayList<>();
        for (JsonNode step : report.path("steps")) {
            StringBuilder verdict = new StringBuilder(step.path("row") + " "
                    + step.path("name").asText() + " " + step.path("status").asText());
            for (JsonNode result : step.path("results")) {
                verdict.append(' ').append(result.path("attempts")).append(' ').append(result.path("chaos"));
                result.path("assertions").forEach(one -> verdict.append(' ')
                        .append(one.path("type").asText())
                        .append('=')
                        .append(one.path("passed")));
            }
            verdicts.add(verdict.toString());
        }
        return verdicts;
    }

    @Test
    void theSameFileHasTheSameVerdictsAndFaultsOnEveryWay() throws Exception {
        String file = example("user_lifecycle.json");
        List<JsonNode> reports = new ArrayList<>();
        for (String way : List.of("lab", "lab-agent", "lab-tunnel", "lab")) {
            reports.add(runOnce(file, ", \"seed\": 99, \"variables\": {\"target\": \"" + way + "\"}"));
        }
        try (JmsClient client = new JmsClient(Kind.ARTEMIS, brokerPort, "", "")) {
            TextMessage message = client.text("{\"scenario\": " + file + ", \"seed\": 99}");
            message.setStringProperty("dispatcher_kind", "scenario");
            TextMessage reply = client.exchange(message, DeliveryMode.PERSISTENT);
            assertThat(reply.getStringProperty("dispatcher_status")).isEqualTo("completed");
            reports.add(JmsClient.json(reply));
        }
        for (JsonNode report : reports) {
            assertThat(report.path("status").asText()).as(report.toString()).isEqualTo("passed");
            assertThat(verdicts(report)).hasSize(8).isEqualTo(verdicts(reports.get(0)));
        }
        Set<String> agents = new HashSet<>();
        reports.forEach(
                report -> agents.add(report.at("/steps/0/results/0/agent_id").asText()));
        assertThat(agents).containsExactlyInAnyOrder("coordinator", "one");
        assertThat(verdicts(runOnce(file, ", \"seed\": 100"))).isNotEqualTo(verdicts(reports.get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_lifecycle.json", "from_everywhere.yaml", "stormy.yaml"})
    void theExamplesPassByTheCommandLine(String name) {
        FinishedProcess run = processes.run(
                "scenario",
                "run",
                EXAMPLES.resolve(name).toString(),
                "--var",
                "url=" + target.url(),
                "--seed",
                "7",
                "--server",
                coordinator.url());
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("passed", "seed 7");
    }

    @Test
    void aFailedAssertionIsFourAndABadFileTwoWithItsPlace() throws Exception {
        Path failing = directory.resolve("failing.yaml");
        Files.writeString(
                failing,
                "name: failing\nsteps:\n  - name: teapot\n    request: {target: lab, path: /status/418}\n"
                        + "    assertions:\n      - {type: status, equals: 200}\n");
        Path report = directory.resolve("report.xml");
        FinishedProcess failed = processes.run(
                "scenario", "run", failing.toString(), "--server", coordinator.url(), "--report", report.toString());
        assertThat(failed.code()).as(failed.out() + failed.err()).isEqualTo(4);
        assertThat(failed.out()).contains("status: expected 200, was 418");
        assertThat(Files.readString(report)).contains("<testsuite", "failures=\"1\"");
        Files.writeString(failing, Files.readString(failing).replace("{type: status", "{type: colour"));
        FinishedProcess wrong = processes.run("scenario", "run", failing.toString(), "--server", coordinator.url());
        assertThat(wrong.code()).as(wrong.out() + wrong.err()).isEqualTo(2);
        assertThat(wrong.err()).contains("failing.yaml:6:10: steps[0].assertions[0].type");
        Path broken = directory.resolve("broken.json");
        Files.writeString(broken, "{\"name\": \"a\",\n  \"steps\": [}\n");
        FinishedProcess unread = processes.run("scenario", "run", broken.toString(), "--server", coordinator.url());
        assertThat(unread.code()).isEqualTo(2);
        assertThat(unread.err()).contains("broken.json:2:13");
    }

    @Test
    void aStoredOneIsReplacedRunListedAndItsReportHasThreeForms() throws Exception {
        Http.Answer made = Http.post(scenarios(), example("user_lifecycle.json"));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String id = made.json().path("id").asText();
        String url = made.headers().firstValue("Location").orElseThrow();
        assertThat(Http.get(url).json().path("steps")).hasSize(4);
        ObjectNode changed = (ObjectNode) JSON.readTree(example("user_lifecycle.json"));
        changed.put("name", "Users <&> more");
        assertThat(Http.send("PUT", url, changed.toString()).status()).isEqualTo(200);
        FinishedProcess remote = processes.run("scenario", "run-remote", id, "--server", coordinator.url());
        assertThat(remote.code()).as(remote.out() + remote.err()).isZero();
        assertThat(processes
                        .run("scenario", "list", "--server", coordinator.url())
                        .out())
                .contains(id, "Users <&> more");
        Http.Answer begun = Http.post(url + "/run", "{\"seed\": 3}");
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        String run = begun.headers().firstValue("Location").orElseThrow();
        await().atMost(LIMIT)
                .until(() -> Http.get(run).json().path("status").asText().equals("passed"));
        assertThat(Http.get(url + "/runs").json().path("items")).hasSize(2);
        Http.Answer xml = Http.get(run, "Accept", "application/xml");
        assertThat(xml.headers().firstValue("Content-Type").orElse("")).startsWith("application/xml");
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml.body())))
                .getDocumentElement();
        assertThat(suite.getAttribute("name")).isEqualTo("Users <&> more");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(8);
        assertThat(Http.get(run + "?format=html").body())
                .startsWith("<!doctype html>")
                .contains("Users &lt;&amp;&gt; more");
        assertThat(Http.get(run + "?format=pdf").status()).isEqualTo(400);
        assertThat(Http.send("DELETE", run, "").status()).isEqualTo(204);
        assertThat(Http.get(run).status()).isEqualTo(404);
        assertThat(Http.send("DELETE", url, "").status()).isEqualTo(204);
        assertThat(Http.get(url).status()).isEqualTo(404);
    }

    @Test
    void aPathIsOneOfTheCoordinatorItselfWhichNobodyElseReachesThroughIt() {
        JsonNode own = runOnce(
                "{\"name\": \"own\", \"steps\": [{\"request\": {\"url\": \"/health/live\"}, \"assertions\":"
                        + " [{\"type\": \"status\", \"equals\": 200}]}, {\"request\": {\"url\": \"" + coordinator.url()
                        + "/\"}, \"assertions\": [{\"type\": \"status\", \"equals\": 403},"
                        + " {\"type\": \"json\", \"path\": \"$.type\", \"matches\": \"egress-denied$\"}]}]}",
                "");
        assertThat(own.path("status").asText()).as(own.toString()).isEqualTo("passed");
    }

    private String slow() {
        return "{\"name\": \"slow\", \"steps\": [{\"name\": \"wait\", \"request\": {\"target\": \"lab\","
                + " \"path\": \"/delay/20000\"}}, {\"request\": {\"target\": \"lab\"}}]}";
    }

    private String begin(String scenario) {
        Http.Answer begun = Http.post(scenarios() + "/run", "{\"scenario\": " + scenario + "}");
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        return scenarios() + "/runs/" + begun.json().path("run_id").asText();
    }

    @Test
    void aRunIsCancelled() {
        String run = begin(slow());
        assertThat(Http.get(run).json().path("status").asText()).isEqualTo("running");
        assertThat(Http.send("DELETE", run, "").status()).isEqualTo(204);
        await().atMost(LIMIT)
                .until(() -> Http.get(run).json().path("status").asText().equals("cancelled"));
        assertThat(Http.get(run).json().at("/steps/0/status").asText()).isEqualTo("cancelled");
    }

    @Test
    void aRunWhoseCoordinatorWasKilledIsAnErrorAfterItsStart() {
        String run = begin(slow());
        coordinator.kill();
        coordinator = processes.coordinator(options);
        await().atMost(LIMIT)
                .until(() -> Http.get(run).json().path("status").asText().equals("error"));
        assertThat(Http.get(run).json().path("error").asText()).contains("ended meanwhile");
        await().atMost(LIMIT)
                .until(() -> Http.get(coordinator.url() + "/conns").body().contains("\"one\"")
                        && Http.get(coordinator.url() + "/conns").body().contains("\"two\""));
    }

    @Test
    void oldRunsAreForgottenAndThereAreOnlySoManyScenarios() throws Exception {
        String one = "{\"name\": \"one\", \"steps\": [{\"request\": {\"target\": \"lab\"}}]}";
        List<String> urls = new ArrayList<>();
        while (Http.get(scenarios()).json().path("items").size() < 3) {
            urls.add(
                    Http.post(scenarios(), one).headers().firstValue("Location").orElseThrow());
        }
        Http.Answer refused = Http.post(scenarios(), one);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).endsWith("/limit-reached");
        String url = urls.get(0);
        for (int run = 0; run < 7; run++) {
            assertThat(Http.post(url + "/run?wait=true", "")
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("passed");
        }
        assertThat(Http.get(url + "/runs").json().path("items")).hasSize(5);
        urls.forEach(each -> Http.send("DELETE", each, ""));
        assertThat(Http.get(coordinator.url() + "/metrics").body())
                .containsPattern("http_dispatcher_scenario_runs_total\\{status=\"passed\"} \\d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"scenario\": {\"name\": \"a\", \"steps\": []}} | scenario.steps",
                "{\"scenario\": {\"name\": \"a\", \"steps\": [{\"request\": {\"url\": \"x\"}, \"colour\": 1}]}} | scenario.steps[0].colour",
                "{\"colour\": 1} | colour",
                "{\"scenario\": | malformed",
                "{} | scenario"
            })
    void badInputIsRefusedByName(String json, String named) {
        Http.Answer answer = Http.post(scenarios() + "/run?wait=true", json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains(named);
        assertThat(Http.post(scenarios() + "/none/run", "").status()).isEqualTo(404);
        assertThat(Http.get(scenarios() + "/none/runs").status()).isEqualTo(404);
        assertThat(Http.post(scenarios() + "/run?wait=maybe", "{}").status()).isEqualTo(400);
    }

    @Test
    void aRequestToATargetByTheCommandLine() {
        FinishedProcess sent = processes.run(
                "scenario",
                "proxy",
                "--target",
                "lab-tunnel",
                "--method",
                "GET",
                "--path",
                "/echo/hi",
                "--server",
                coordinator.url());
        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(sent.out()).isEqualTo("hi");
        assertThat(sent.err()).contains("200", "upstream by one");
    }
}
