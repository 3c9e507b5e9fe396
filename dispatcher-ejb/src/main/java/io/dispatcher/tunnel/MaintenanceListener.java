package io.dispatcher.tunnel;

/** Hears of upstreams that are taken out or put back by a command to this node, once it is stored. */
public interface MaintenanceListener {
    void takenOut(String upstream);

    void putBack(String upstream);
}
