package io.dispatcher.metrics.web;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** What our launcher counts below the container; on another server nobody does, and every figure is null. */
final class Connections {
    private Connections() {}

    static Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("active", figure("Active"));
        all.put("total", figure("Total"));
        all.put("rejected", figure("Rejected"));
        return all;
    }

    private static @Nullable Object figure(String name) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName counted = new ObjectName("io.dispatcher:type=Connections");
            return server.isRegistered(counted) ? server.getAttribute(counted, name) : null;
        } catch (JMException e) {
            return null;
        }
    }
}
