package io.dispatcher.benchmarks.cluster;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** An Artemis broker that is nothing else, with one user, who is a node: {@code SETTINGS-URL USER PASSWORD}. */
public final class BrokerMain {
    public static final String READY = "broker ready";

    /** Kept, or its level would be forgotten: a line for each session and consumer is no part of what is measured. */
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    private BrokerMain() {}

    public static void main(String[] arguments) throws Exception {
        AUDIT.setLevel(Level.OFF);
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(arguments[1], arguments[2]);
        users.addRole(arguments[1], "node");
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ()
                .setConfigResourcePath(arguments[0])
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
        if (!broker.getActiveMQServer().isActive()) {
            throw new IllegalStateException("the broker is not active, see " + arguments[0]);
        }
        System.out.println(READY);
    }
}
