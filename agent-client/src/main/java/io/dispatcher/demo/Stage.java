package io.dispatcher.demo;

import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the steps share: what is given, and what earlier ones have made. For one thread. */
final class Stage {
    private final DemoSettings settings;
    private final Terminal terminal;
    private final Launcher launcher;
    private final Workspace workspace;
    private final Children children;
    private final AddressPlan plan;
    private final List<Sent> sent = new ArrayList<>();
    private int complaints;
    private @Nullable String coordinatorUrl;
    private @Nullable String targetUrl;
    private @Nullable ApiClient api;

    Stage(
            DemoSettings settings,
            Terminal terminal,
            Launcher launcher,
            Workspace workspace,
            Children children,
            AddressPlan plan) {
        this.settings = settings;
        this.terminal = terminal;
        this.launcher = launcher;
        this.workspace = workspace;
        this.children = children;
        this.plan = plan;
    }

    DemoSettings settings() {
        return settings;
    }

    Terminal terminal() {
        return terminal;
    }

    Path launcher() {
        return launcher.script();
    }

    Workspace workspace() {
        return workspace;
    }

    AddressPlan plan() {
        return plan;
    }

    /** Parts of higher waves are ended before those of lower ones. */
    Child start(Part part, int wave) throws DemoFailure {
        return children.start(launcher, part, wave);
    }

    void coordinatorAt(String url) {
        coordinatorUrl = url;
        api = new ApiClient(List.of(URI.create(url)), null, null);
    }

    /** The coordinator's base URL, without a slash at its end. */
    String coordinatorUrl() {
        return there(coordinatorUrl);
    }

    ApiClient api() {
        return there(api);
    }

    void targetAt(String url) {
        targetUrl = url;
    }

    /** The target's base URL, without a slash at its end. */
    String targetUrl() {
        return there(targetUrl);
    }

    /** The requests sent so far, in their order. */
    List<Sent> sent() {
        return sent;
    }

    /** Shows what is wrong in one line, with where to look; the demo goes on and fails in the end. */
    void complain(String what, Path log) {
        complaints++;
        terminal.line(terminal.cross() + " " + Terminal.oneLine(what) + " (see " + log + ")");
    }

    boolean allWell() {
        return complaints == 0;
    }

    /** A heading over what follows. */
    void heading(String title, String aside) {
        terminal.line("");
        terminal.line(terminal.bold(title) + (aside.isEmpty() ? "" : "  " + terminal.dim(aside)));
    }

    private static <T> T there(@Nullable T made) {
        if (made == null) {
            throw new IllegalStateException("a step came before the one it stands on");
        }
        return made;
    }
}
