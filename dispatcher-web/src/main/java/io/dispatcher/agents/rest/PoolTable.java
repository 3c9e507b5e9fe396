package io.dispatcher.agents.rest;

import io.dispatcher.agents.AddressView;
import io.dispatcher.web.NaturalOrder;
import io.dispatcher.web.TableWindow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which addresses of the pool somebody wants to see, and in which order. */
final class PoolTable {
    private static final List<String> STATES = List.of("available", "busy", "draining", "offline");
    private static final Map<String, Comparator<AddressView>> COLUMNS = Map.of(
            "address", Comparator.comparing(PoolTable::shown, NaturalOrder.INSTANCE),
            "agent_id", Comparator.comparing(AddressView::agentId, NaturalOrder.INSTANCE),
            "state", Comparator.comparing(AddressView::state),
            "in_flight", Comparator.comparingInt(AddressView::inFlight),
            "requests", Comparator.comparingLong(AddressView::requests),
            "errors", Comparator.comparingLong(AddressView::errors),
            "last_used", Comparator.comparing(AddressView::lastUsed, Comparator.nullsFirst(Comparator.naturalOrder())));

    private final TableWindow<AddressView> window;
    private final @Nullable String wanted;
    private final @Nullable String state;
    private final @Nullable String agentId;

    PoolTable(
            @Nullable String limit,
            @Nullable String offset,
            @Nullable String sort,
            @Nullable String wanted,
            @Nullable String state,
            @Nullable String agentId) {
        this.window = TableWindow.of(limit, offset, sort, COLUMNS, Integer.MAX_VALUE);
        this.wanted = wanted == null ? null : wanted.toLowerCase(Locale.ROOT);
        this.state = TableWindow.oneOf("state", state, STATES);
        this.agentId = agentId;
    }

    List<AddressView> matching(List<AddressView> all) {
        return all.stream().filter(this::matches).toList();
    }

    private boolean matches(AddressView one) {
        return (state == null || state.equals(one.state()))
                && (agentId == null || agentId.equals(one.agentId()))
                && (wanted == null
                        || shown(one).toLowerCase(Locale.ROOT).contains(wanted)
                        || one.agentId().toLowerCase(Locale.ROOT).contains(wanted));
    }

    List<AddressView> window(List<AddressView> matching) {
        return window.of(matching);
    }

    private static String shown(AddressView one) {
        return one.address() == null ? "" : one.address();
    }
}
