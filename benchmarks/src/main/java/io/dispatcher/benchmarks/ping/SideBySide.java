package io.dispatcher.benchmarks.ping;

import io.dispatcher.icmp.lab.BadLink;
import io.dispatcher.icmp.lab.Command;
import io.dispatcher.icmp.lab.Figures;
import io.dispatcher.icmp.lab.Namespace;
import io.dispatcher.icmp.lab.PingMain;
import io.dispatcher.icmp.lab.Weather;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Round trips and loss: both pingers at once, on loopback, over a cable between namespaces and over bad links. */
public final class SideBySide {
    private static final String INTERVAL = "10";
    /** As an agent that has been running for a while. */
    private static final String WARM = "warm=2000";

    private final int count;

    public SideBySide(int count) {
        this.count = count;
    }

    /** Whether the kernel or a process of ours makes the weather. */
    public static boolean netem() {
        return BadLink.netem();
    }

    /** One round. */
    public List<PingRow> measure() {
        List<PingRow> rows = new ArrayList<>();
        try (Namespace here = new Namespace()) {
            rows.add(row("loopback, IPv4", here, "127.0.0.1"));
            rows.add(row("loopback, IPv6", here, "::1"));
        }
        try (Namespace here = new Namespace();
                Namespace there = new Namespace()) {
            here.connect("cable", there, "cable");
            here.address("cable", BadLink.NEAR, BadLink.NEAR6);
            there.address("cable", BadLink.FAR, BadLink.FAR6);
            rows.add(row("cable between namespaces, IPv4", here, BadLink.FAR));
            rows.add(row("cable between namespaces, IPv6", here, BadLink.FAR6));
        }
        weathers().forEach((name, weather) -> {
            try (BadLink link = new BadLink(weather)) {
                rows.add(row(name + ", IPv4", link.near, BadLink.FAR));
                rows.add(row(name + ", IPv6", link.near, BadLink.FAR6));
            }
        });
        return rows;
    }

    private static Map<String, Weather> weathers() {
        Map<String, Weather> all = new LinkedHashMap<>();
        all.put("delay 20 ms", new Weather(20, 0, 0, 0, 0));
        all.put("delay 20 ms ± 5 ms", new Weather(20, 5, 0, 0, 0));
        all.put("delay 20 ms, loss 10 %", new Weather(20, 0, 10, 0, 0));
        all.put("delay 20 ms, 10 % doubled", new Weather(20, 0, 0, 10, 0));
        all.put("delay 20 ms, 10 % out of order", new Weather(20, 0, 0, 0, 10));
        return all;
    }

    private PingRow row(String scenario, Namespace here, String target) {
        List<String> fping =
                here.command(List.of("fping", "-q", "-c", "" + count, "-p", INTERVAL, "-t", "1000", target));
        List<String> engine = here.command(Command.java(
                PingMain.class, List.of(), WARM, "count=" + count, "interval=" + INTERVAL, "quiet=1", target));
        // The engine warms up first: it says when it is ready, and both begin.
        Process ours = Command.start(engine);
        String ready = Command.line(ours);
        Process theirs = Command.start(fping);
        String said = Command.output(ours, engine);
        return new PingRow(
                scenario, Figures.ofEngine(ready + "\n" + said), Figures.ofFping(Command.output(theirs, fping)));
    }
}
