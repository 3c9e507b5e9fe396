package io.dispatcher.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where documented commands are run: the ports that documents name are free ones here, names reserved for documents are the target, and ids
 * are those of what was printed before. What the first section with servers starts stays; others end with their section, or with their
 * document if a {@code &} says so.
 */
final class DocumentationStage implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(150);
    private static final Duration COMMAND = Duration.ofSeconds(90);
    private static final Pattern SERVER =
            Pattern.compile("^(\\./dispatcher (coordinator(?!.*--dry-run)|agent --|target|tunnel)|java )");
    private static final Pattern ENDLESS = Pattern.compile("events --follow|curl -sN");
    private static final Pattern PORT =
            Pattern.compile("(?<=localhost:|127\\.0\\.0\\.1:|--listen |--proxy )(5000|8000|8001|8002|8080|8081)\\b");
    private static final Pattern REQUEST_ID = Pattern.compile("\"request_id\": ?\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\": ?\"([^\"]+)\"");
    private static final Pattern AWAITED_STATUS = Pattern.compile("# (404)\\b");
    private static final int CURL_HTTP_ERROR = 22;
    private static final int TIMED_OUT = 124;
    /** Coordinator, target and agent of the README. */
    private static final int STAGE = 3;

    private final Path directory;
    private final List<RunningProcess> lasting = new ArrayList<>();
    private final List<RunningProcess> ofDocument = new ArrayList<>();
    private final List<RunningProcess> ofSection = new ArrayList<>();
    private final Map<String, String> lastingPorts = new TreeMap<>();
    private final Map<String, String> ports = new TreeMap<>();
    private Map<String, String> portsOfDocument = Map.of();
    private String section = "";
    private String stageSection = "";
    private String requestId = "";
    private String scenarioId = "";
    private String below = "";
    private int commands;

    DocumentationStage(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory.resolve("reader"));
        for (String name : List.of("dispatcher", "examples", "server-config", "docs")) {
            Files.createSymbolicLink(
                    this.directory.resolve(name), BuildTree.root().resolve(name));
        }
        Files.createDirectories(this.directory.resolve("etc/bash_completion.d"));
        // An answer that is no success is a failure, as its reader would see.
        Files.writeString(this.directory.resolve(".curlrc"), "fail-with-body\nsilent\nshow-error\n");
    }

    /** A new document begins; those after the first find an agent with a label too. */
    void open() throws IOException {
        endAll(ofSection);
        endAll(ofDocument);
        section = "";
        below = "";
        ports.clear();
        ports.putAll(lastingPorts);
        portsOfDocument = Map.copyOf(ports);
        if (lasting.size() == STAGE) {
            RunningProcess two = start(List.of(
                    "bash",
                    "-c",
                    "exec ./dispatcher agent --agent-id two --label region=eu"
                            + " --address 127.0.0.4 --allow 127.0.0.0/8 --allow ::1/128"));
            lasting.add(two);
            two.awaitLine("agent ready", READY);
        }
    }

    /** What went wrong, if anything did. */
    Optional<String> run(ShellBlocks.Command command) {
        if (!command.section().equals(section)) {
            section = command.section();
            below = "";
            endAll(ofSection);
            ports.clear();
            ports.putAll(portsOfDocument);
        }
        if (command.text().startsWith("cd ")) {
            below = command.text().substring("cd ".length()).strip();
            return Optional.empty();
        }
        try {
            return SERVER.matcher(command.text()).find() ? serve(command.text()) : complete(command.text());
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> serve(String text) throws IOException {
        boolean first = stageSection.isEmpty() || stageSection.equals(section);
        boolean background = text.replaceAll("#.*", "").strip().endsWith("&");
        if (stageSection.isEmpty()) {
            stageSection = section;
        }
        String line = text.replaceAll("(?m)\\s+#.*$", "").strip().replaceAll("&$", "");
        if (line.startsWith("java ")) {
            ports.put("5000", Integer.toString(Processes.freePort()));
            line = line + " 127.0.0.1 " + ports.get("5000");
        }
        if (line.startsWith("./dispatcher coordinator")) {
            ports.put("8000", Integer.toString(Processes.freePort()));
        }
        RunningProcess server = start(List.of("bash", "-c", "exec " + here(line)));
        (first ? lasting : background ? ofDocument : ofSection).add(server);
        if (first) {
            lastingPorts.putAll(ports);
        }
        if (first || background) {
            portsOfDocument = Map.copyOf(ports);
        }
        server.awaitLine(" ready ", READY);
        return Optional.empty();
    }

    private Optional<String> complete(String text) throws IOException {
        boolean endless = ENDLESS.matcher(text).find();
        List<String> line = new ArrayList<>(endless ? List.of("timeout", "6") : List.of());
        line.addAll(List.of("bash", "-e", "-c", here(text)));
        RunningProcess process = start(line);
        FinishedProcess ended = process.awaitEnd(COMMAND);
        requestId = found(REQUEST_ID, ended.out()).orElse(requestId);
        if (text.contains("/api/scenarios")) {
            scenarioId = found(ID, ended.out()).orElse(scenarioId);
        }
        int awaited = endless ? TIMED_OUT : AWAITED_STATUS.matcher(text).find() ? CURL_HTTP_ERROR : 0;
        return ended.code() == awaited
                ? shown(text, ended)
                : Optional.of("ended with " + ended.code() + "\n" + ended.out() + ended.err());
    }

    /** A comment behind a command of {@code curl} that is no explanation but what it prints. */
    private static Optional<String> shown(String text, FinishedProcess ended) {
        Matcher output = Pattern.compile("# prints (.+)$").matcher(text);
        return output.find() && !ended.out().contains(output.group(1))
                ? Optional.of("did not print \"" + output.group(1) + "\" but " + ended.out())
                : Optional.empty();
    }

    /** What was answered with an id just now, or else the newest request of the history. */
    private String id(String text) {
        if (!Pattern.compile("\\b(REQUEST_)?ID\\b").matcher(text).find()) {
            return "";
        }
        if (text.contains(" scenario ")) {
            return scenarioId;
        }
        return text.contains("/api/requests/")
                ? requestId
                : found(
                                ID,
                                Http.get(coordinator() + "/api/history?kind=execute&limit=1")
                                        .body())
                        .orElseThrow();
    }

    private String coordinator() {
        return "http://127.0.0.1:" + ports.get("8000");
    }

    private static Optional<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private String here(String text) {
        String named = text.replaceAll("https://(api|shop)\\.example\\.com", "http://127.0.0.1:5000")
                .replaceAll("\"example\\.com\"", "\"127.0.0.1\"")
                .replace("2001:db8::1", "::1")
                .replaceAll("\\b192\\.0\\.2\\.1\\b", "127.0.0.1")
                .replaceAll(" /(etc|usr/local)/", " " + directory + "/$1/")
                .replace("127.0.0.1:8081", "127.0.0.1:5000")
                .replace("…", "x")
                // What load does is shown; how fast this machine is is not judged here.
                .replaceAll("--duration (10|20)\\b", "--duration 2")
                .replaceAll("--rate \\d+", "--rate 20")
                .replaceAll("--max-p95-ms \\d+", "--max-p95-ms 20000")
                .replaceAll("\\b(REQUEST_)?ID\\b", id(text));
        return PORT.matcher(named)
                .replaceAll(
                        port -> ports.computeIfAbsent(port.group(1), any -> Integer.toString(Processes.freePort())));
    }

    private RunningProcess start(List<String> line) throws IOException {
        Path out = directory.resolve(++commands + ".out");
        Path err = directory.resolve(commands + ".err");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.resolve(below).toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("DISPATCHER_"));
        environment.put("DISPATCHER_BUILD", "never");
        environment.put("HOME", directory.toString());
        environment.put(
                "DISPATCHER_STATE_DIR", directory.resolve("state-" + commands).toString());
        if (ports.containsKey("8000")) {
            environment.put("DISPATCHER_COORDINATOR_URL", coordinator());
        }
        if (line.toString().contains("./dispatcher coordinator")) {
            environment.put("DISPATCHER_PORT", ports.get("8000"));
            environment.put("DISPATCHER_BROKER_PORT", "0");
            environment.put(
                    "DISPATCHER_DATA_DIR", directory.resolve("data-" + commands).toString());
        }
        return new RunningProcess(String.join(" ", line), builder.start(), out, err);
    }

    private static void endAll(List<RunningProcess> processes) {
        Collections.reverse(processes);
        processes.forEach(RunningProcess::kill);
        processes.clear();
    }

    @Override
    public void close() {
        endAll(ofSection);
        endAll(ofDocument);
        endAll(lasting);
    }
}
