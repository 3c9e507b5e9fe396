package io.dispatcher.demo;

import io.dispatcher.address.AddressBook;
import io.dispatcher.address.AddressProblem;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.protocol.AgentAddress;
import io.dispatcher.terminal.ProgressLine;
import io.dispatcher.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One demo from its first line to its last. {@link #end} may be called from any thread, {@link #run} from one. */
final class Demo {
    static final int WELL = 0;
    static final int NOT_WELL = 3;
    static final int INTERRUPTED = 130;

    private static final Duration STOP_BOUND = Duration.ofSeconds(20);
    private static final List<Step> STEPS = List.of(
            new StartCoordinator(),
            new StartTarget(),
            new StartAgents(),
            new ShowPool(),
            new SendRequests(),
            new ShowPings(),
            new ShowTunnel(),
            new ShowHistory(),
            new ShowExamples());

    private final DemoSettings settings;
    private final Terminal terminal;
    private final Launcher launcher;
    private final Workspace workspace;
    private final Children children = new Children(STOP_BOUND);
    /** What the process says at its end, as far as is known now. */
    private volatile int outcome = INTERRUPTED;

    private boolean ended;

    Demo(DemoSettings settings, Terminal terminal, Launcher launcher, Workspace workspace) {
        this.settings = settings;
        this.terminal = terminal;
        this.launcher = launcher;
        this.workspace = workspace;
    }

    static Demo of(DemoSettings settings, Terminal terminal, Map<String, String> env) throws DemoFailure {
        return new Demo(settings, terminal, Launcher.of(env), Workspace.open(settings.dataDirectory()));
    }

    /** Shows everything and returns the exit code; without {@code --once} only when a part ends by itself. */
    int run() throws InterruptedException {
        try {
            show();
        } catch (RuntimeException e) {
            // As the JVM exits, the hook ends everything with this code.
            outcome = NOT_WELL;
            throw e;
        } catch (DemoFailure e) {
            fail(e);
        } catch (ApiProblem e) {
            String hint = e.status() == 401 ? "; the demo needs a data directory without tokens" : "";
            fail(new DemoFailure(e.line() + hint, workspace.log(StartCoordinator.PART)));
        } catch (Unreachable e) {
            Optional<Child> gone = children.ended();
            fail(
                    gone.isPresent()
                            ? gone.get().ended()
                            : new DemoFailure(String.valueOf(e.getMessage()), workspace.log(StartCoordinator.PART)));
        }
        return end();
    }

    /** What an agent without --address would offer here. */
    private static List<String> found() throws DemoFailure {
        try {
            return new AddressBook(List.of(), List.of(), Set.of())
                    .inventory().addresses().stream().map(AgentAddress::address).toList();
        } catch (AddressProblem e) {
            throw new DemoFailure(String.valueOf(e.getMessage()), null);
        }
    }

    private void show() throws DemoFailure, ApiProblem, Unreachable, InterruptedException {
        List<String> found = found();
        AddressPlan plan = AddressPlan.of(settings.agents(), found, Reach::test);
        terminal.line(terminal.bold("Dispatcher demo") + terminal.dot() + "logs in " + logs());
        Wrapped.lines(plan.why(), Terminal.WIDTH).forEach(terminal::line);
        terminal.line("");
        Stage stage = new Stage(settings, terminal, launcher, workspace, children, plan);
        for (Step step : STEPS) {
            step.run(stage);
        }
        outcome = stage.allWell() ? WELL : NOT_WELL;
        terminal.line(
                stage.allWell()
                        ? terminal.tick() + " all of it worked"
                        : terminal.cross() + " not all of it worked: see above");
        if (!settings.once()) {
            terminal.line(terminal.dim("Ctrl-C ends everything."));
            throw children.awaitFirstEnd().ended();
        }
    }

    private Path logs() {
        return workspace.directory().resolve("logs");
    }

    // Once the end has begun, parts that are gone are no failure.
    private synchronized void fail(DemoFailure failure) {
        if (!ended) {
            outcome = NOT_WELL;
            terminal.note(terminal.red("dispatcher demo:") + " " + Terminal.oneLine(failure.line()));
        }
    }

    /** Ends all parts in their order and returns the exit code; a second call does nothing more. */
    synchronized int end() {
        if (!ended) {
            ended = true;
            ProgressLine progress = new ProgressLine(terminal, "ending");
            progress.update("agents, target, coordinator");
            children.stop();
            boolean kept = workspace.end(outcome == NOT_WELL);
            progress.done("all parts" + (kept ? "; data and logs stay in " + workspace.directory() : ""));
        }
        return outcome;
    }
}
