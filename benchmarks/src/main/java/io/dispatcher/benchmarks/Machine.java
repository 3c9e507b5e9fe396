package io.dispatcher.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;

/** Says where and when a run took place, so that figures are compared only with their like. */
final class Machine {
    private Machine() {}

    static String describe() {
        return String.format(
                Locale.ROOT,
                "machine: %d cores (%s), %.0f GiB memory, Linux %s, JDK %s; load, peers and target share the cores",
                Runtime.getRuntime().availableProcessors(),
                first(Path.of("/proc/cpuinfo"), "model name"),
                memoryGib(),
                System.getProperty("os.version"),
                Runtime.version());
    }

    /** What others did on the machine just before: figures taken beside a build are worth less. */
    static String loadAverage() {
        try {
            String[] averages = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
            return "load average before the run: " + averages[0] + " (1 min), " + averages[1] + " (5 min)";
        } catch (IOException e) {
            return "load average before the run: unknown";
        }
    }

    static String date(Clock clock) {
        return "date: " + clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static double memoryGib() {
        String kib =
                first(Path.of("/proc/meminfo"), "MemTotal").replace("kB", "").strip();
        return kib.matches("\\d+") ? Long.parseLong(kib) / 1024.0 / 1024.0 : Double.NaN;
    }

    private static String first(Path file, String key) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
