package io.dispatcher.inbound;

import io.dispatcher.dispatch.DispatchListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts the records of inbound requests together in the container; no logic of its own. */
@ApplicationScoped
public class InboundStart {
    @Produces
    @Singleton
    Inbound inbound(@Any Instance<DispatchListener> listeners) {
        return new Inbound(listeners.stream().toList(), InstantSource.system(), System::nanoTime);
    }
}
