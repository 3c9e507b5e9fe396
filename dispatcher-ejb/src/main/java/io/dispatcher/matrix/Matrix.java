package io.dispatcher.matrix;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentView;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.dispatch.Dispatch;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.Outcome;
import io.dispatcher.protocol.AgentAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One matrix from its first cell to its summary. Thread-safe; never blocks. */
public final class Matrix {
    /** Exchanges at a time for one caller's request. */
    public static final int MOST_CELLS = 1_000;

    private static final String GONE = "the caller went away";

    private final Dispatcher dispatcher;
    private final MatrixOutput output;
    private final Comparison comparison = new Comparison();
    private final List<Dispatch> begun = new ArrayList<>();
    private int open;
    private boolean cancelled;

    private Matrix(Dispatcher dispatcher, int cells, MatrixOutput.Opener output) {
        this.dispatcher = dispatcher;
        this.open = cells;
        this.output = output.open(this::cancel);
    }

    /**
     * From where one exchange goes out.
     *
     * @param address null: whose turn it is
     */
    record Cell(String agentId, @Nullable String address) {}

    /**
     * Chooses the cells and begins.
     *
     * @param caller token name, null in open mode
     * @param output told what happens if it begins
     * @return why it does not begin; null: it does
     */
    public static @Nullable Failure begin(
            MatrixRequest request,
            @Nullable String caller,
            AgentDirectory agents,
            Dispatcher dispatcher,
            MatrixOutput.Opener output) {
        List<Cell> cells = new ArrayList<>();
        Failure none = choose(request, agents, cells);
        if (none != null) {
            return none;
        }
        if (cells.size() > MOST_CELLS) {
            return new Failure(
                    FailureType.INVALID_REQUEST,
                    "from: " + cells.size() + " agents and addresses, more than " + MOST_CELLS + " at a time");
        }
        Matrix matrix = new Matrix(dispatcher, cells.size(), output);
        for (Cell cell : cells) {
            matrix.dispatch(request.request(), cell, caller);
        }
        return null;
    }

    private static @Nullable Failure choose(MatrixRequest request, AgentDirectory agents, List<Cell> cells) {
        for (AgentView agent : agents.views()) {
            boolean named = request.from().contains(agent.agentId());
            boolean swept = request.from().contains(MatrixRequest.ALL)
                    && agent.status().equals("connected")
                    && agent.labels()
                            .entrySet()
                            .containsAll(request.request().selection().labels().entrySet());
            if (named || swept) {
                add(agent, request.eachAddress(), cells);
            }
        }
        for (String agentId : request.from()) {
            if (!agentId.equals(MatrixRequest.ALL) && agents.view(agentId) == null) {
                return new Failure(FailureType.NO_MATCHING_AGENT, "from: there is no agent " + agentId);
            }
        }
        return cells.isEmpty()
                ? new Failure(FailureType.NO_AGENT_AVAILABLE, "no agent that matches is connected")
                : null;
    }

    private static void add(AgentView agent, boolean eachAddress, List<Cell> cells) {
        if (!eachAddress || agent.addresses().isEmpty()) {
            cells.add(new Cell(agent.agentId(), null));
            return;
        }
        for (AgentAddress address : agent.addresses()) {
            cells.add(new Cell(agent.agentId(), address.address()));
        }
    }

    private void dispatch(ExecuteRequest request, Cell cell, @Nullable String caller) {
        Selection asked = request.selection();
        ExecuteRequest one = request.with(
                new Selection(cell.agentId, cell.address, asked.labels(), asked.strategy(), asked.session()));
        Dispatch dispatch = dispatcher.dispatch(
                one, DispatchKind.EXECUTE, caller, null, (ended, outcome) -> ended(cell, ended, outcome));
        boolean late;
        synchronized (this) {
            begun.add(dispatch);
            late = cancelled;
        }
        if (late) {
            dispatcher.cancel(dispatch.id(), GONE);
        }
    }

    private synchronized void ended(Cell cell, Dispatch dispatch, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            comparison.failed(cell, failed.failure());
            output.row(MatrixJson.problem(cell, failed.failure(), dispatch.id().toString()));
        } else {
            DispatchRecord story = dispatch.story();
            comparison.answered(cell, story);
            output.row(MatrixJson.result(cell, story));
        }
        open--;
        if (open == 0) {
            output.summary(comparison.json());
        }
    }

    /** Takes back what is not answered yet; their rows say so. */
    private void cancel() {
        List<Dispatch> all;
        synchronized (this) {
            cancelled = true;
            all = List.copyOf(begun);
        }
        all.forEach(dispatch -> dispatcher.cancel(dispatch.id(), GONE));
    }
}
