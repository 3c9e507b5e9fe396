package io.dispatcher.containertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.history.History;
import io.dispatcher.history.HistoryRecorder;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkTimings;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class StockPayaraMicroIT {
    @Inject
    private HistoryRecorder recorder;

    @Inject
    private History history;

    @Inject
    private AgentDirectory agents;

    @Resource
    private UserTransaction transaction;

    @ArquillianResource
    private URL url;

    @Deployment
    static WebArchive product() throws IOException {
        removeOldData();
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File("../dispatcher-web/target/dispatcher.war"))
                .addAsLibraries(jar(Assertions.class), jar(ByteBuddy.class), jar(Awaitility.class), jar(Matcher.class));
    }

    /** From the recorder through the adapter's broker and the writer to JPA; none of them takes part in whatever transaction a caller is in. */
    @Test
    void theHistoryOutlivesItsCallersTransaction() throws Exception {
        DispatchRecord undone = dispatch();
        transaction.begin();
        recorder.finished(undone);
        await().untilAsserted(() -> assertThat(history.find(undone.requestId())).isPresent());
        transaction.rollback();

        History.Whole kept = history.find(undone.requestId()).orElseThrow();
        assertThat(kept.item().url()).isEqualTo(undone.url());
        assertThat(new String(kept.detail().response().body(), StandardCharsets.UTF_8))
                .isEqualTo("hello");
    }

    /** What is injected is what serves, and of the JSON libraries about, ours alone writes. */
    @Test
    void anAgentRegisteredInsideIsListedOutsideInOurJson() throws Exception {
        agents.register("inside", Map.of("zone", "a"), List.of());

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + url.getPort() + "/api/agents/inside"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body())
                .startsWith("{\"agent_id\":\"inside\",\"status\":\"registered\"")
                .contains("\"labels\":{\"zone\":\"a\"}", "\"connected_since\":null");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    private static DispatchRecord dispatch() {
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        return new DispatchRecord(
                UUID.fromString("01890000-0000-7000-8000-" + "%012x".formatted(System.nanoTime() & 0xFFFF_FFFF_FFFFL)),
                DispatchKind.EXECUTE,
                Instant.now(),
                null,
                "inside",
                "127.0.0.1",
                "GET",
                "http://target.example/",
                200,
                null,
                0.4,
                5.1,
                1,
                null,
                false,
                new DispatchRecord.RequestPart(
                        List.of(new HeaderField("accept", "text/plain")), new byte[0], 30, true, true),
                new DispatchRecord.ResponsePart(
                        "HTTP/1.1",
                        List.of(new HeaderField("content-type", "text/plain")),
                        hello,
                        false,
                        hello.length,
                        null),
                new WorkTimings(0.1, 1.2, 0, 3.4, 5.1),
                List.of(new DispatchRecord.Hop("accepted", 0, null)));
    }

    private static void removeOldData() throws IOException {
        Path data = Path.of("target/data");
        if (Files.exists(data)) {
            try (Stream<Path> files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private static File jar(Class<?> library) {
        try {
            return new File(
                    library.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
