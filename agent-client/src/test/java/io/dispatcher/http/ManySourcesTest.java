package io.dispatcher.http;

import static io.dispatcher.http.Exchanges.from;
import static io.dispatcher.http.Exchanges.get;
import static io.dispatcher.http.Exchanges.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.http.Exchanges.Result;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.target.TargetServer;
import io.dispatcher.target.TargetSettings;
import io.dispatcher.work.RunningWork;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target sees the source that was chosen: other clients sent every one of these from the wrong address. */
class ManySourcesTest {
    private static final int ADDRESSES = 1000;
    private static final int AT_ONCE = 64;

    @TempDir
    static Path directory;

    private static List<String> interleaved(int rounds) {
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < rounds * ADDRESSES; i++) {
            int n = i % ADDRESSES;
            sources.add("127.1." + n / 250 + "." + (1 + n % 250));
        }
        Collections.shuffle(sources, new Random(7));
        return sources;
    }

    private static void everyRequestLeavesFromItsSource(Exchanges exchanges, WorkOrder order, int rounds)
            throws Exception {
        Set<String> seen = new HashSet<>();
        Deque<String> expected = new ArrayDeque<>();
        Deque<CompletableFuture<Result>> running = new ArrayDeque<>();
        for (String source : interleaved(rounds)) {
            running.add(exchanges.begin(from(source, order), new byte[0], new RunningWork[1]));
            expected.add(source);
            if (running.size() == AT_ONCE) {
                seen.add(check(running.remove(), expected.remove()));
            }
        }
        while (!running.isEmpty()) {
            seen.add(check(running.remove(), expected.remove()));
        }
        assertThat(seen).hasSize(ADDRESSES);
    }

    private static String check(CompletableFuture<Result> future, String source) throws Exception {
        Result result = future.get(20, TimeUnit.SECONDS);
        assertThat(result.reply().failure()).isNull();
        assertThat(result.text()).matches("(?s).*\\b" + source.replace(".", "\\.") + "\\b.*");
        assertThat(result.reply().sourceAddress()).isEqualTo(source);
        return source;
    }

    @Test
    void overHttp1() throws Exception {
        try (TargetServer target = new TargetServer(new TargetSettings("127.0.0.1", 0, null));
                Exchanges exchanges = new Exchanges(directory)) {
            target.start();
            everyRequestLeavesFromItsSource(exchanges, get(target.url() + "/whoami"), 3);
        }
    }

    @Test
    void overHttp2() throws Exception {
        try (TlsTarget target = new TlsTarget(directory, HttpVersionPolicy.NEGOTIATE);
                Exchanges exchanges = new Exchanges(directory)) {
            everyRequestLeavesFromItsSource(exchanges, trusting(get(target.url("localhost"))), 2);
        }
    }
}
