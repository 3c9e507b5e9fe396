package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.Selection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings orders that found nobody ready to agents that are: takes them out of {@code dispatcher.unassigned}, no further ahead than agents will
 * come to them soon (ARCHITECTURE D4), each label set on its own so that none stands in another's way.
 *
 * <p>Thread-safe by its own monitor.
 */
final class WaitingRoom implements OrderQueue.Consumer {
    private final OrderQueue queue;
    private final Dispatches dispatches;
    private final AgentDirectory agents;
    private final OrderMover mover;
    private final Set<String> blocked = new HashSet<>();
    private OrderQueue.@Nullable Subscription subscription;
    private String filter = "";

    WaitingRoom(OrderQueue queue, Dispatches dispatches, AgentDirectory agents, OrderMover mover) {
        this.queue = queue;
        this.dispatches = dispatches;
        this.agents = agents;
        this.mover = mover;
    }

    /** Agents, rooms or orders changed, or time has passed: look who can be served. Cheap when nobody waits. */
    synchronized void look() {
        if (queue.available()) {
            blocked.clear();
            resubscribe();
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
            subscription = queue.subscribe(OrderQueue.UNASSIGNED, wanted, this);
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
                    && !selection.pinned()
                    && !blocked.contains(text)
                    && !servable.contains(text)
                    && agents.peek(selection) != null) {
                servable.add(text);
            }
        }
        return servable;
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
        if (subscription == null) {
            return;
        }
        Dispatch dispatch = dispatches.find(delivery.orderId());
        if (dispatch == null || !dispatch.unassigned()) {
            // Ended, or a copy that came back when a subscription was closed after the order was given away.
            delivery.acknowledge();
            subscription.request();
            return;
        }
        PooledAddress address = agents.takeSoon(dispatch.request().selection());
        if (address == null) {
            // Closing puts it back in its place; its label set is looked at again with the next look().
            blocked.add(label(dispatch.request().selection()));
            resubscribe();
            return;
        }
        mover.give(dispatch, address);
        delivery.acknowledge();
        subscription.request();
    }
}
