package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files for containers and Kubernetes fit together and say what the commands understand; their scripts are run. */
@Timeout(120)
class ContainerFilesIT {
    private static final Path KUBERNETES = BuildTree.root().resolve("server-config/kubernetes");
    private static final Path CONTAINER = BuildTree.root().resolve("server-config/container");
    private static final String PREFIX = "DISPATCHER_";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private static List<JsonNode> documents(String file) throws IOException {
        try (MappingIterator<JsonNode> found = new YAMLMapper()
                .readerFor(JsonNode.class)
                .readValues(KUBERNETES.resolve(file).toFile())) {
            return found.readAll();
        }
    }

    private static JsonNode workload(String file) throws IOException {
        return documents(file).stream()
                .filter(document ->
                        document.has("spec") && document.at("/spec/template").isObject())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode service(String name) {
        return MonitoringFiles.yaml(CONTAINER.resolve("docker-compose.yml")).at("/services/" + name);
    }

    /** Literal variables of a container, by name. */
    private static Map<String, String> variables(JsonNode container) {
        Map<String, String> variables = new LinkedHashMap<>();
        container
                .path("env")
                .forEach(variable -> variables.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return variables;
    }

    private static List<JsonNode> containers(JsonNode workload) {
        List<JsonNode> containers = new ArrayList<>();
        workload.at("/spec/template/spec/initContainers").forEach(containers::add);
        workload.at("/spec/template/spec/containers").forEach(containers::add);
        return containers;
    }

    private static JsonNode container(JsonNode workload, String name) {
        return containers(workload).stream()
                .filter(container -> container.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> environment(JsonNode compose) {
        Map<String, String> variables = new TreeMap<>();
        compose.path("environment")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        return variables;
    }

    @Test
    void everyVariableIsOneThatTheCommandKnows() throws IOException {
        try (Processes processes = new Processes(directory)) {
            for (Map<String, String> variables : List.of(
                    variables(container(workload("coordinator.yaml"), "coordinator")),
                    environment(service("coordinator")))) {
                Map<String, String> here = new TreeMap<>(variables);
                here.put("DISPATCHER_DATA_DIR", directory.toString());
                FinishedProcess resolved = processes.run(here, "coordinator", "--dry-run");
                assertThat(resolved.code()).as(resolved.err()).isZero();
            }
            String help = processes.run("agent", "--help").out();
            Set<String> agents = new HashSet<>(environment(service("agent")).keySet());
            agents.addAll(variables(container(workload("agents.yaml"), "agent")).keySet());
            assertThat(agents).allSatisfy(name -> assertThat(name.equals("NODE_NAME") || help.contains(option(name)))
                    .as(name)
                    .isTrue());
        }
    }

    private static String option(String variable) {
        return "--"
                + variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-') + "=";
    }

    @Test
    void selectorsVolumesAndPortsAreThere() throws IOException {
        for (String file : List.of("coordinator.yaml", "agents.yaml")) {
            JsonNode workload = workload(file);
            JsonNode labels = workload.at("/spec/template/metadata/labels");
            assertThat(workload.at("/spec/selector/matchLabels")).isEqualTo(labels);
            List<String> volumes = new ArrayList<>();
            workload.at("/spec/template/spec/volumes")
                    .forEach(volume -> volumes.add(volume.path("name").asText()));
            workload.at("/spec/volumeClaimTemplates")
                    .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
            for (JsonNode container : containers(workload)) {
                assertThat(container.path("volumeMounts")).isNotEmpty().allSatisfy(mount -> assertThat(volumes)
                        .contains(mount.path("name").asText()));
            }
            assertThat(workload.at("/spec/template/spec/enableServiceLinks").asBoolean(true))
                    .as("variables of a service called dispatcher would be settings")
                    .isFalse();
        }
        JsonNode coordinator = container(workload("coordinator.yaml"), "coordinator");
        JsonNode service = documents("coordinator.yaml").get(0);
        assertThat(service.at("/spec/selector"))
                .isEqualTo(workload("coordinator.yaml").at("/spec/template/metadata/labels"));
        assertThat(service.at("/spec/ports/0/targetPort")).isEqualTo(coordinator.at("/ports/0/name"));
        String address =
                "http://127.0.0.1:" + coordinator.at("/ports/0/containerPort").asText();
        assertThat(words(coordinator.at("/readinessProbe/exec/command"))).endsWith(address + "/health/ready");
        assertThat(words(coordinator.at("/livenessProbe/exec/command"))).endsWith(address + "/health/live");
        assertThat(words(service("coordinator").at("/healthcheck/test"))).endsWith(address + "/health/ready");
        List<String> resources = words(
                MonitoringFiles.yaml(KUBERNETES.resolve("kustomization.yaml")).path("resources"));
        assertThat(resources).allSatisfy(file -> assertThat(documents(file)).isNotEmpty());
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    @Test
    void nobodyMayMoreThanHeNeeds() throws IOException {
        for (String file : List.of("coordinator.yaml", "agents.yaml")) {
            JsonNode workload = workload(file);
            boolean pings = workload.at("/spec/template/spec/hostNetwork").asBoolean();
            for (JsonNode container : containers(workload)) {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(words(security.at("/capabilities/drop"))).containsExactly("ALL");
                assertThat(words(security.at("/capabilities/add"))).isEqualTo(pings ? List.of("NET_RAW") : List.of());
                assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            }
            assertThat(workload.at("/spec/template/spec/automountServiceAccountToken")
                            .asBoolean(true))
                    .isFalse();
        }
    }

    @Test
    void theScriptsOfTheManifestsMakeATokenStartACoordinatorAndAnAgent() throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("dispatcher"), BuildTree.root().resolve("dispatcher"));
        Path data = Files.createDirectory(directory.resolve("data"));
        JsonNode first = container(workload("coordinator.yaml"), "first-token");
        sh(bin, first, Map.of("DISPATCHER_DATA_DIR", data.toString()));
        String token = Files.readString(data.resolve("admin.token"));
        sh(bin, first, Map.of("DISPATCHER_DATA_DIR", data.toString()));
        assertThat(Files.readString(data.resolve("admin.token")))
                .isEqualTo(token)
                .isNotBlank();

        try (Processes processes = new Processes(directory)) {
            Map<String, String> variables =
                    new TreeMap<>(variables(container(workload("coordinator.yaml"), "coordinator")));
            variables.keySet().removeAll(List.of("DISPATCHER_PORT", "DISPATCHER_ADVERTISE_URL"));
            variables.put("DISPATCHER_DATA_DIR", data.toString());
            RunningProcess coordinator = processes.awaitReady(
                    processes.start(variables, "coordinator", "--port", "0", "--broker-port", "0"));
            FinishedProcess made = processes.run(
                    "token",
                    "create",
                    "--role",
                    "agent",
                    "--name",
                    "agents",
                    "--coordinator-url",
                    coordinator.url(),
                    "--token-file",
                    data.resolve("admin.token").toString());
            assertThat(made.code()).as(made.err()).isZero();
            Path agentToken = Files.writeString(directory.resolve("agent.token"), made.out());

            RunningProcess agent = start(
                    bin,
                    container(workload("agents.yaml"), "agent"),
                    Map.of(
                            "NODE_NAME", "machine-1.example.com",
                            "DISPATCHER_COORDINATOR_URL", coordinator.url(),
                            "DISPATCHER_TOKEN_FILE", agentToken.toString(),
                            "DISPATCHER_ADDRESS", "127.0.0.1",
                            "DISPATCHER_STATE_DIR", directory.resolve("state").toString()));
            try {
                agent.awaitLine("agent ready machine-1-example-com", LIMIT);
            } finally {
                agent.kill();
            }
        }
    }

    private void sh(Path bin, JsonNode container, Map<String, String> variables) throws IOException {
        RunningProcess script = start(bin, container, variables);
        assertThat(script.awaitEnd(LIMIT).code()).as(script.out()).isZero();
    }

    private RunningProcess start(Path bin, JsonNode container, Map<String, String> variables) throws IOException {
        assertThat(words(container.path("command"))).containsExactly("sh", "-c");
        Path output = Files.createTempFile(directory, "script", ".out");
        ProcessBuilder script = new ProcessBuilder(
                        "sh", "-c", container.path("args").path(0).asText())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        script.environment().keySet().removeIf(name -> name.startsWith(PREFIX));
        script.environment().putAll(variables);
        script.environment().put("DISPATCHER_BUILD", "never");
        script.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        return new RunningProcess(container.path("name").asText(), script.start(), output, output);
    }
}
