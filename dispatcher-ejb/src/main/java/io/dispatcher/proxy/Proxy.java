package io.dispatcher.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.targets.Target;
import io.dispatcher.targets.Targets;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/proxy/request}, whoever brings it. Blocks for the look-up of the target only; thread-safe. */
public final class Proxy {
    private static final Set<String> MEMBERS =
            Set.of("target_id", "target", "method", "path", "query", "headers", "body", "body_base64", "timeout");
    private static final int MAX_PATH = 8_192;

    private final Targets targets;
    private final ExecuteRequestParser parser;
    private final Ways ways;

    Proxy(Targets targets, ExecuteRequestParser parser, Ways ways) {
        this.targets = targets;
        this.parser = parser;
        this.ways = ways;
    }

    /** It is on its way, or why not. */
    public sealed interface Begun {
        /** @param cancel takes it back, with the reason */
        record Sent(Consumer<String> cancel) implements Begun {}

        record Refused(Failure failure) implements Begun {}
    }

    /** @param then told once, by any thread, with the target it went to; must not block */
    public Begun begin(byte[] json, @Nullable String caller, BiConsumer<Target, DispatchRecord> then)
            throws SQLException {
        try {
            JsonMembers members = new JsonMembers(ExecuteRequestParser.tree(json), MEMBERS);
            Target target = target(members);
            if (target == null) {
                return new Begun.Refused(new Failure(FailureType.NOT_FOUND, "There is no such target."));
            }
            ExecuteRequest request = asked(members).of(target, parser);
            return new Begun.Sent(ways.send(
                    target.via(), request, DispatchKind.PROXY, caller, null, story -> then.accept(target, story)));
        } catch (InvalidRequestException e) {
            return new Begun.Refused(e.failure());
        }
    }

    private @Nullable Target target(JsonMembers members) throws InvalidRequestException, SQLException {
        String id = members.text("target_id", 64);
        String name = members.text("target", 64);
        if ((id == null) == (name == null)) {
            throw new InvalidRequestException("target_id", "give either target_id or target, its name");
        }
        return id != null ? targets.byId(id) : targets.byName(String.valueOf(name));
    }

    private static TargetRequest asked(JsonMembers members) throws InvalidRequestException {
        String path = members.text("path", MAX_PATH);
        JsonNode timeout = members.get("timeout");
        return new TargetRequest(
                members.text("method", 32),
                path == null ? "/" : path,
                members.object("query"),
                members.get("headers"),
                members.get("body"),
                members.get("body_base64"),
                timeout);
    }
}
