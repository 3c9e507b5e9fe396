package io.dispatcher.proxy;

import io.dispatcher.direct.DirectExchange;
import io.dispatcher.direct.DirectExchanges;
import io.dispatcher.dispatch.Dispatch;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.targets.Via;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The three ways a request can go, with one kind of end. Thread-safe; never blocks. */
public final class Ways {
    private final Dispatcher dispatcher;
    private final DirectExchanges direct;

    public Ways(Dispatcher dispatcher, DirectExchanges direct) {
        this.dispatcher = dispatcher;
        this.direct = direct;
    }

    /** Where this coordinator itself is reached; null: not by plain HTTP. */
    public @Nullable String home() {
        return direct.home();
    }

    /** To this coordinator itself, at a path below {@link #home}. */
    public Consumer<String> sendHome(
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            @Nullable UUID replayOf,
            Consumer<DispatchRecord> then) {
        return direct.beginAtHome(request, kind, caller, replayOf, then)::cancel;
    }

    /**
     * @param replayOf the record it is made from
     * @param then told once, by any thread, maybe before this returns; must not block
     * @return takes it back
     */
    public Consumer<String> send(
            Via via,
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            @Nullable UUID replayOf,
            Consumer<DispatchRecord> then) {
        if (via == Via.DIRECT) {
            DirectExchange exchange = direct.begin(request, kind, caller, replayOf, then);
            return exchange::cancel;
        }
        Dispatch dispatch =
                dispatcher.dispatch(request, kind, caller, replayOf, (ended, outcome) -> then.accept(ended.story()));
        return reason -> dispatcher.cancel(dispatch.id(), reason);
    }
}
