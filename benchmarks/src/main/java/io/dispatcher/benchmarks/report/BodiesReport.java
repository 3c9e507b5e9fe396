package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.peers.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Large bodies and idle streams as Markdown. Not thread-safe. */
public final class BodiesReport {
    private static final String CRANKER = "cranker";

    private final List<String> header;
    private final Map<Peer, Figures> figures = new LinkedHashMap<>();

    private static final class Figures {
        final List<Double> down = new ArrayList<>();
        final List<Double> up = new ArrayList<>();
        long mostKib;
        /** Of each time; KiB of all processes of the peer together, for one stream. */
        final List<Double> streamKib = new ArrayList<>();
    }

    public BodiesReport(List<String> header, List<Peer> peers) {
        this.header = header;
        peers.forEach(peer -> figures.put(peer, new Figures()));
    }

    /** Megabytes (10⁶) a second. */
    public void moved(Peer peer, double down, double up) {
        of(peer).down.add(down);
        of(peer).up.add(up);
    }

    /** Resident, of all its processes. */
    public void memory(Peer peer, long kib) {
        of(peer).mostKib = Math.max(of(peer).mostKib, kib);
    }

    /** By how much so many streams made its processes grow. */
    public void held(Peer peer, int streams, long kib) {
        of(peer).streamKib.add(kib / (double) streams);
    }

    private Figures of(Peer peer) {
        Figures of = figures.get(peer);
        if (of == null) {
            throw new IllegalArgumentException(peer.id());
        }
        return of;
    }

    public String markdown() {
        MarkdownTable table = new MarkdownTable(List.of(
                "peer",
                "down MB/s (of the rounds)",
                "× Cranker",
                "up MB/s (of the rounds)",
                "× Cranker",
                "most memory MiB",
                "an idle stream, KiB, first and second time"));
        List<String> lines = new ArrayList<>();
        header.forEach(line -> lines.add("- " + line));
        lines.add("");
        figures.forEach((peer, figure) -> table.row(
                peer.id(),
                median(figure.down),
                ratio(figure.down, cranker().down),
                median(figure.up),
                ratio(figure.up, cranker().up),
                figure.mostKib == 0 ? "–" : number("%,.0f", figure.mostKib / 1024.0),
                figure.mostKib == 0
                        ? "–"
                        : String.join(
                                ", ",
                                figure.streamKib.stream()
                                        .map(kib -> number("%.0f", kib))
                                        .toList())));
        lines.addAll(table.lines());
        return String.join("\n", lines) + "\n";
    }

    private Figures cranker() {
        return figures.entrySet().stream()
                .filter(entry -> entry.getKey().id().equals(CRANKER))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static String median(List<Double> rates) {
        double[] range = Statistics.range(rates);
        return number("%,.0f", Statistics.median(rates)) + " (" + number("%,.0f", range[0]) + "–"
                + number("%,.0f", range[1]) + ")";
    }

    /** The median of the ratios within a round. */
    private static String ratio(List<Double> rates, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(rates.size(), others.size()); i++) {
            ratios.add(rates.get(i) / others.get(i));
        }
        return number("%.2f", Statistics.median(ratios));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
