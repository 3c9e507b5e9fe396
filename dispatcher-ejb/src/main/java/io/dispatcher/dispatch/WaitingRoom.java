package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.dispatch.pipeline.Decision;
import io.dispatcher.dispatch.pipeline.DispatchPipeline;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings orders that found nobody ready to agents that are: takes them out of the queue where they wait, no further ahead than agents will
 * come to them soon (ARCHITECTURE D4), each label set on its own so that none stands in another's way.
 *
 * <p>Of this node's live orders it knows who waits; of durable ones, which are not kept in memory, and of other nodes' it looks that up in the queue
 * now and then.
 *
 * <p>Thread-safe by its own monitor.
 */
final class WaitingRoom implements OrderQueue.Consumer {
    private static final System.Logger LOG = System.getLogger(WaitingRoom.class.getName());

    /** Label sets of waiting durable orders that are remembered; beyond, they are looked up again. */
    private static final int MOST_LABELS = 100;

    private static final long LOOK_UP_NANOS = Duration.ofMillis(500).toNanos();

    private final String place;
    private final OrderQueue queue;
    private final Dispatches dispatches;
    private final AgentDirectory agents;
    private final OrderMover mover;
    private final TravellingOrders orders;
    private final DispatchPipeline pipeline;
    private final DispatchClock clock;
    private final BooleanSupplier mayTakeMore;
    private final Set<String> blocked = new HashSet<>();
    /** Label texts of durable orders that wait here, as far as known. */
    private Set<String> durable = Set.of();

    private boolean looking;
    private long lookedUp;
    private OrderQueue.@Nullable Subscription subscription;
    private String filter = "";

    /**
     * @param place the queue they wait in
     * @param mayTakeMore whether this node takes up durable orders now
     */
    WaitingRoom(
            String place,
            OrderQueue queue,
            Dispatches dispatches,
            AgentDirectory agents,
            OrderMover mover,
            TravellingOrders orders,
            DispatchPipeline pipeline,
            DispatchClock clock,
            BooleanSupplier mayTakeMore) {
        this.place = place;
        this.orders = orders;
        this.pipeline = pipeline;
        this.clock = clock;
        this.mayTakeMore = mayTakeMore;
        this.queue = queue;
        this.dispatches = dispatches;
        this.agents = agents;
        this.mover = mover;
    }

    /**
     * Agents, rooms or orders changed, or time has passed: look who can be served. Cheap when nobody waits.
     *
     * @param known orders that this node knows wait here
     */
    synchronized void look(boolean known) {
        if (queue.available()) {
            blocked.clear();
            if (known || !durable.isEmpty() || !filter.isEmpty()) {
                resubscribe();
            }
            lookUp();
        }
    }

    /** A durable order with these labels came to wait here. */
    synchronized void waits(@Nullable String labels) {
        remember(Set.of(labels == null ? "" : labels));
    }

    private void remember(Set<String> labels) {
        if (!durable.containsAll(labels)) {
            Set<String> more = new HashSet<>(durable.size() < MOST_LABELS ? durable : Set.of());
            more.addAll(labels);
            durable = more;
        }
    }

    /** Orders that came by another way, from another node or life, are found by looking through the queue, in the background. */
    private void lookUp() {
        long now = clock.nanoTime();
        if (looking || (lookedUp != 0 && now - lookedUp < LOOK_UP_NANOS) || agents.sessions() == 0 || !claimed()) {
            return;
        }
        looking = true;
        lookedUp = now;
        Set<String> known = durable;
        clock.after(Duration.ZERO, () -> lookedUp(known));
    }

    private boolean claimed() {
        return place.equals(OrderQueue.UNASSIGNED) || agents.peek(anyWith("")) != null;
    }

    private void lookedUp(Set<String> known) {
        Set<String> found = known;
        try {
            found = queue.depth(place) > 0 ? queue.waitingLabels(place, known) : Set.of();
        } finally {
            foundWaiting(known, found);
        }
    }

    private synchronized void foundWaiting(Set<String> known, Set<String> found) {
        looking = false;
        if (found.size() > known.size()) {
            // There may be more.
            lookedUp = 0;
        }
        if (durable.equals(known)) {
            durable = found;
        } else {
            remember(found);
        }
    }

    private void resubscribe() {
        String wanted = filter(servable());
        if (wanted.equals(filter)) {
            return;
        }
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
        // Only what was reached counts as tried: the broker may go away right here.
        filter = "";
        if (!wanted.isEmpty()) {
            subscription = queue.subscribe(place, wanted, this);
            filter = wanted;
            subscription.request();
        }
    }

    /** Label texts ("" for none) of orders that wait here and that an agent with room matches. */
    private Set<String> servable() {
        Set<String> servable = new TreeSet<>();
        for (Dispatch dispatch : dispatches.all()) {
            Selection selection = dispatch.request().selection();
            String text = label(selection);
            if (dispatch.unassigned()
                    && place.equals(dispatch.queue())
                    && !selection.pinned()
                    && !blocked.contains(text)
                    && !servable.contains(text)
                    && agents.peek(selection) != null) {
                servable.add(text);
            }
        }
        if (mayTakeMore.getAsBoolean()) {
            durable.stream()
                    .filter(text -> !blocked.contains(text) && agents.peek(anyWith(text)) != null)
                    .forEach(servable::add);
        }
        return servable;
    }

    private Selection anyWith(String labels) {
        String upstream = place.startsWith(OrderQueue.UPSTREAM) ? place.substring(OrderQueue.UPSTREAM.length()) : null;
        return new Selection(null, null, Selection.labels(labels), SelectionStrategy.ROUND_ROBIN, null, upstream);
    }

    private static String label(Selection selection) {
        String text = selection.labelText();
        return text == null ? "" : text;
    }

    private static String filter(Set<String> labels) {
        StringBuilder filter = new StringBuilder();
        for (String label : labels) {
            if (!filter.isEmpty()) {
                filter.append(" OR ");
            }
            // Label names and values are ids: nothing in them can end the quotation.
            filter.append(label.isEmpty() ? "dispatcher_labels IS NULL" : "dispatcher_labels = '" + label + "'");
        }
        return filter.toString();
    }

    @Override
    public synchronized void order(OrderQueue.Delivery delivery) {
        OrderQueue.Subscription from = subscription;
        if (from == null) {
            return;
        }
        Dispatch live = dispatches.find(delivery.orderId());
        if (live == null && delivery.ticket().length > 0) {
            takeUp(delivery, from);
            return;
        }
        if (live != null && live.byMessage()) {
            // On its way to an agent's queue; if it did not get there it is no longer known the next time.
            noRoom(live.request().selection());
            return;
        }
        if (live == null || !live.unassigned()) {
            // Ended, or a copy that came back when a subscription was closed after the order was given away.
            delivery.acknowledge();
            from.request();
            return;
        }
        PooledAddress address = agents.takeSoon(live.request().selection());
        if (address == null) {
            noRoom(live.request().selection());
            return;
        }
        mover.bring(live, new Decision.Assigned(address), delivery);
        from.request();
    }

    private void takeUp(OrderQueue.Delivery delivery, OrderQueue.Subscription from) {
        Dispatch dispatch = orders.takenUp(delivery, place);
        if (dispatch == null) {
            from.request();
            return;
        }
        Selection selection = dispatch.request().selection();
        Decision decision = mayTakeMore.getAsBoolean() ? pipeline.selectSoon(selection) : null;
        if (decision instanceof Decision.Assigned) {
            mover.move(dispatch, decision, delivery);
            from.request();
        } else {
            noRoom(selection);
        }
    }

    /** Closing puts it back in its place; its label set is looked at again with the next look(). */
    private void noRoom(Selection selection) {
        blocked.add(label(selection));
        try {
            resubscribe();
        } catch (RuntimeException e) {
            // The broker went away right here, and this is its thread; the next look() begins anew.
            LOG.log(Level.DEBUG, "waiting orders cannot be taken now: {0}", e.getMessage());
        }
    }
}
