package io.dispatcher.icmp.lab;

import com.sun.management.OperatingSystemMXBean;
import io.dispatcher.icmp.PingEngine;
import io.dispatcher.icmp.PingEvent;
import io.dispatcher.icmp.PingRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * The engine as a process. Arguments: {@code key=value} for interval, timeout (ms), count, retries, size, source, hops, warm (pings of each target
 * before, not counted), quiet; then addresses, or {@code @file} with one a line. Prints the events, and a last line of sums.
 */
public final class PingMain {
    private static final String USED = "total";

    private final Map<String, String> options = new TreeMap<>();
    private final List<InetAddress> targets = new ArrayList<>();
    private long sent;
    private long received;
    private long duplicates;
    private long late;
    private long errors;
    private double sum;

    public static void main(String[] arguments) throws Exception {
        new PingMain().run(arguments);
    }

    private void run(String[] arguments) throws Exception {
        for (String argument : arguments) {
            take(argument);
        }
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (PingEngine engine = PingEngine.open()) {
            if (options.containsKey("warm")) {
                ping(engine, number("warm", 1), 1, true);
                forget();
            }
            System.out.println(engine.capabilities());
            long cpu = machine.getProcessCpuTime();
            long begun = System.nanoTime();
            ping(engine, number("count", 3), number("interval", 1_000), options.containsKey("quiet"));
            long elapsed = System.nanoTime() - begun;
            System.out.printf(
                    "%s sent=%d received=%d duplicates=%d late=%d errors=%d avg_us=%.1f elapsed_ms=%d cpu_ms=%d%n",
                    USED,
                    sent,
                    received,
                    duplicates,
                    late,
                    errors,
                    received == 0 ? 0 : sum / received / 1_000,
                    elapsed / 1_000_000,
                    (machine.getProcessCpuTime() - cpu) / 1_000_000);
        }
    }

    private void take(String argument) throws IOException {
        if (argument.startsWith("@")) {
            for (String line : Files.readAllLines(Path.of(argument.substring(1)))) {
                targets.add(InetAddress.getByName(line));
            }
        } else if (argument.contains("=")) {
            String[] parts = argument.split("=", 2);
            options.put(parts[0], parts[1]);
        } else {
            targets.add(InetAddress.getByName(argument));
        }
    }

    private int number(String key, int otherwise) {
        return Integer.parseInt(options.getOrDefault(key, "" + otherwise));
    }

    private void ping(PingEngine engine, int count, int interval, boolean quiet) throws Exception {
        CountDownLatch open = new CountDownLatch(targets.size());
        String source = options.get("source");
        String hops = options.get("hops");
        for (InetAddress target : targets) {
            PingRequest request = new PingRequest(
                    target,
                    source == null ? null : InetAddress.getByName(source),
                    Duration.ofMillis(interval),
                    count,
                    Duration.ofMillis(number("timeout", 1_000)),
                    number("retries", 0),
                    number("size", 56),
                    hops == null ? null : Integer.valueOf(hops));
            engine.ping(request, event -> heard(event, open, quiet));
        }
        open.await();
    }

    private void heard(PingEvent event, CountDownLatch open, boolean quiet) {
        if (!quiet) {
            System.out.println(event);
        }
        if (event instanceof PingEvent.Reply reply) {
            sum += reply.rttNanos();
        } else if (event instanceof PingEvent.Summary summary) {
            sent += summary.sent();
            received += summary.received();
            duplicates += summary.duplicates();
            late += summary.late();
            errors += summary.errors();
            open.countDown();
        }
    }

    private void forget() {
        sent = 0;
        received = 0;
        duplicates = 0;
        late = 0;
        errors = 0;
        sum = 0;
    }
}
