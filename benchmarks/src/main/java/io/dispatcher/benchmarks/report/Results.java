package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.load.Scenario;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** All cells of a run, asked for medians over rounds. */
public final class Results {
    private final List<Cell> cells;

    public Results(List<Cell> cells) {
        this.cells = List.copyOf(cells);
    }

    /** In the order they were measured. */
    public Set<Scenario> scenarios() {
        return cells.stream().map(Cell::scenario).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** In the order they were measured. */
    public Set<String> peers(Scenario scenario) {
        return of(scenario).map(Cell::peer).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Median over rounds; NaN where the peer was not measured. */
    public double median(Scenario scenario, String peer, ToDoubleFunction<Cell> figure) {
        return Statistics.median(of(scenario, peer).map(figure::applyAsDouble).toList());
    }

    /** The smallest and the largest of the rounds; NaN where the peer was not measured. */
    public double[] range(Scenario scenario, String peer, ToDoubleFunction<Cell> figure) {
        return Statistics.range(of(scenario, peer).map(figure::applyAsDouble).toList());
    }

    /** Median of the per-round ratios to another peer, so that a machine that slows down for a round weighs on both. */
    public double medianRatio(Scenario scenario, String peer, String base, ToDoubleFunction<Cell> figure) {
        return Statistics.median(ratios(scenario, peer, base, figure));
    }

    /** Of each round. */
    List<Double> ratios(Scenario scenario, String peer, String base, ToDoubleFunction<Cell> figure) {
        Map<Integer, Double> bases =
                of(scenario, base).collect(Collectors.toMap(Cell::round, cell -> figure.applyAsDouble(cell)));
        return of(scenario, peer)
                .map(cell -> Statistics.ratio(figure.applyAsDouble(cell), bases.getOrDefault(cell.round(), Double.NaN)))
                .toList();
    }

    /** Median over all cells of the cores that were busy with something else. */
    public double otherWork() {
        return Statistics.median(cells.stream().map(Cell::otherWork).toList());
    }

    /** Of all rounds together. */
    public long errors(Scenario scenario, String peer) {
        return of(scenario, peer).mapToLong(Cell::errors).sum();
    }

    public Optional<String> firstError(Scenario scenario, String peer) {
        return of(scenario, peer)
                .flatMap(cell -> Optional.ofNullable(cell.firstError()).stream())
                .findFirst();
    }

    /** Names of the processes whose CPU was counted, in the order of the report. */
    public Set<String> processes(Scenario scenario, String peer) {
        return of(scenario, peer)
                .flatMap(cell -> cell.cpuPerThousand().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Median CPU seconds per 1,000 requests. */
    public double cpu(Scenario scenario, String peer, String process) {
        return median(scenario, peer, cell -> cell.cpuPerThousand().getOrDefault(process, Double.NaN));
    }

    private java.util.stream.Stream<Cell> of(Scenario scenario) {
        return cells.stream().filter(cell -> cell.scenario().equals(scenario));
    }

    private java.util.stream.Stream<Cell> of(Scenario scenario, String peer) {
        return of(scenario).filter(cell -> cell.peer().equals(peer));
    }
}
