package io.dispatcher.events;

import io.dispatcher.tunnel.MaintenanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Tells of upstreams that were taken out or put back. */
@ApplicationScoped
public class UpstreamEvents implements MaintenanceListener {
    @Inject
    private Notes notes;

    @Override
    public void takenOut(String upstream) {
        notes.tell("tunnel.taken_out", new Data().with("upstream", upstream));
    }

    @Override
    public void putBack(String upstream) {
        notes.tell("tunnel.put_back", new Data().with("upstream", upstream));
    }
}
