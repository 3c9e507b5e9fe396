package io.dispatcher.systemtests;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** An Artemis broker that is nothing else, with the settings of a file and one user, who is a node. */
final class BrokerMain {
    /** A line for each session and consumer would fill disks, and the memory of whoever reads it. Kept, or its level would be forgotten. */
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    private BrokerMain() {}

    /** @param args the URL of the settings, the user, the password */
    public static void main(String[] args) throws Exception {
        AUDIT.setLevel(Level.OFF);
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(args[1], args[2]);
        users.addRole(args[1], "node");
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ()
                .setConfigResourcePath(args[0])
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
        if (!broker.getActiveMQServer().isActive()) {
            throw new IllegalStateException(
                    "the broker is not active, see " + List.of(args).get(0));
        }
        System.out.println("broker ready");
    }
}
