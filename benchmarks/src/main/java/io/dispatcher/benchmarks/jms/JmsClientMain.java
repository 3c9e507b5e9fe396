package io.dispatcher.benchmarks.jms;

import io.dispatcher.benchmarks.hops.HopProtocol;
import jakarta.jms.DeliveryMode;
import java.util.List;

/** A JMS client in a JVM of its own: {@code PORT QUEUE DELIVERY_MODE TEXT EXPECTED…}, then runs as {@link HopProtocol} asks for them. */
public final class JmsClientMain {
    /** Delivery mode: each message is on disk before the broker takes it. */
    public static final String PERSISTENT = "persistent";

    public static final String NON_PERSISTENT = "non-persistent";

    private JmsClientMain() {}

    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of(arguments);
        Question question = new Question(
                all.get(1),
                all.get(2).equals(PERSISTENT) ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT,
                all.get(3),
                all.subList(4, all.size()));
        try (JmsCallers callers = new JmsCallers(Broker.at(Integer.parseInt(all.get(0))), question)) {
            HopProtocol.serve((count, bytes, window) -> callers.run(count, window));
        }
    }
}
