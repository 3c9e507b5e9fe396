package io.dispatcher.benchmarks.ping;

import io.dispatcher.icmp.lab.Command;
import io.dispatcher.icmp.lab.Figures;
import io.dispatcher.icmp.lab.Namespace;
import io.dispatcher.icmp.lab.PingMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many addresses of one machine, three times each, a second apart: one pinger after the other. */
public final class ManyTargets {
    public static final int COUNT = 3;
    public static final int INTERVAL_MILLIS = 1_000;
    private static final int PER_BLOCK = 250;

    private final int targets;

    public ManyTargets(int targets) {
        this.targets = targets;
    }

    /** One round. */
    public List<PingRow> measure() throws IOException {
        Path list = Files.createTempFile("targets", ".txt");
        try (Namespace here = new Namespace()) {
            here.run("ip", "-6", "route", "add", "local", "fd00:88::/64", "dev", "lo");
            return List.of(row("IPv4", here, list, "127.7.%d.%d"), row("IPv6", here, list, "fd00:88::%d:%d"));
        } finally {
            Files.delete(list);
        }
    }

    private PingRow row(String scenario, Namespace here, Path list, String format) throws IOException {
        Files.writeString(
                list,
                IntStream.range(0, targets)
                        .mapToObj(i -> String.format(format, i / PER_BLOCK, 1 + i % PER_BLOCK))
                        .collect(Collectors.joining("\n", "", "\n")));
        // As many a second as it takes to be through with all of them in one interval.
        String gap = String.format(java.util.Locale.ROOT, "%.3f", (double) INTERVAL_MILLIS / targets);
        List<String> fping = here.command(List.of(
                "bash",
                "-c",
                "TIMEFORMAT=$'real %R\\nuser %U\\nsys %S'; time fping -q -c " + COUNT + " -p " + INTERVAL_MILLIS
                        + " -i " + gap + " -t 1000 -f " + list + " 2>&1"));
        List<String> engine = here.command(Command.java(
                PingMain.class,
                List.of(),
                "warm=1",
                "count=" + COUNT,
                "interval=" + INTERVAL_MILLIS,
                "timeout=10000",
                "quiet=1",
                "@" + list));
        Figures theirs = Figures.ofFping(Command.output(Command.start(fping), fping));
        return new PingRow(scenario, Figures.ofEngine(Command.run(engine)), theirs);
    }
}
