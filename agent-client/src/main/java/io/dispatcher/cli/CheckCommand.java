package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.Answer;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.terminal.Terminal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        sortOptions = false,
        description = "GET a URL from agents and show how long each phase took. Exit code 4 if an answer is not as "
                + "expected, or the target gave none.")
final class CheckCommand extends ApiCommand {
    private static final int MOST_AT_ONCE = 16;

    @Parameters(paramLabel = "URL", description = "What to request (http or https).")
    String url;

    @Option(
            names = "--from",
            paramLabel = "AGENT",
            description = "From this agent, '*' for all that are connected; repeatable. Without it from the address "
                    + "whose turn it is.")
    List<String> from = new ArrayList<>();

    @Option(names = "--source-address", paramLabel = "A", description = "From this address.")
    @Nullable
    String sourceAddress;

    @Option(
            names = "--verify-tls",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Check the target's certificate (default), or accept any.")
    boolean verifyTls = true;

    @Mixin
    Expectation expected = new Expectation();

    CheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        expected.check(this);
        requestOf(null).json(this);
        List<Checked> all = checked(api, vantagePoints(api));
        if (json) {
            printJson(report(all));
        } else {
            all.forEach(checked -> checked.print(terminal()));
        }
        return all.stream().mapToInt(Checked::exitCode).reduce(ExitCode.OK, CheckCommand::worse);
    }

    // What could not be checked says less than what was found wrong.
    private static int worse(int one, int other) {
        return one == ExitCode.FAILURE || other == ExitCode.FAILURE ? ExitCode.FAILURE : Math.max(one, other);
    }

    private List<@Nullable String> vantagePoints(ApiClient api) throws Exception {
        if (from.isEmpty()) {
            return Collections.singletonList(null);
        }
        Set<String> agents = new LinkedHashSet<>(from);
        if (agents.remove("*")) {
            for (JsonNode agent : api.all("/api/agents", Map.of()).path("items")) {
                if (agent.path("status").asText().equals("connected")) {
                    agents.add(agent.path("agent_id").asText());
                }
            }
        }
        if (agents.isEmpty()) {
            throw new CommandFailure("no agent is connected: start one with 'dispatcher agent'");
        }
        return new ArrayList<>(agents);
    }

    private ExecRequest requestOf(@Nullable String agent) {
        ExecRequest request = new ExecRequest();
        request.url = url;
        request.agentId = agent;
        request.sourceAddress = sourceAddress;
        request.verifyTls = verifyTls;
        return request;
    }

    private List<Checked> checked(ApiClient api, List<@Nullable String> agents) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(agents.size(), MOST_AT_ONCE), task -> {
            Thread thread = new Thread(task, "check");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Checked>> running = new ArrayList<>();
            for (String agent : agents) {
                running.add(threads.submit(() -> checked(api, agent, agents.size() == 1)));
            }
            List<Checked> all = new ArrayList<>();
            for (Future<Checked> one : running) {
                all.add(one.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }

    /** {@code alone}: there is no other whose result would have to be told beside a problem. */
    private Checked checked(ApiClient api, @Nullable String agent, boolean alone) throws Exception {
        ExecRequest request = requestOf(agent);
        try {
            Answer answer = api.call("POST", "/api/execute", request.json(this), Map.of(), request.longestWait());
            JsonNode result = answer.json();
            if (!result.hasNonNull("status_code")) {
                throw new CommandFailure("the coordinator's answer is not what an execution answers: is it one?");
            }
            String until = answer.headers().getOrDefault("dispatcher-certificate-expires", List.of()).stream()
                    .findFirst()
                    .orElse(null);
            return new Checked(agent, result, null, expected.unmet(result, until), until);
        } catch (ApiProblem problem) {
            Checked checked = new Checked(agent, null, problem, List.of(), null);
            if (problem.status() == 400 || (alone && !checked.targetFailed())) {
                throw problem;
            }
            return checked;
        }
    }

    private ObjectNode report(List<Checked> all) {
        ObjectNode report = ApiClient.object().put("url", url);
        report.put("ok", all.stream().allMatch(checked -> checked.exitCode() == ExitCode.OK));
        ArrayNode checks = report.putArray("checks");
        all.forEach(checked -> checks.add(checked.json()));
        return report;
    }
}
