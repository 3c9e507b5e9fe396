package io.dispatcher.icmp.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A network of its own. Gone when closed, or when the JVM ends. */
public final class Namespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "dispatcher-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    private final Thread atEnd = new Thread(() -> Command.works("ip", "netns", "delete", name));

    public Namespace() {
        Command.run("ip", "netns", "add", name);
        Runtime.getRuntime().addShutdownHook(atEnd);
        run("ip", "link", "set", "lo", "up");
        sysctl("net.ipv6.conf.default.accept_dad", "0");
    }

    public String name() {
        return name;
    }

    /** The command line that runs a command in here. */
    public List<String> command(List<String> line) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
        whole.addAll(line);
        return whole;
    }

    public String run(String... line) {
        return Command.run(command(List.of(line)));
    }

    public void sysctl(String key, String value) {
        run("sysctl", "-q", "-w", key + "=" + value);
    }

    /** ICMP sockets for everybody, or, as a new namespace has it, for nobody. */
    public void datagramSockets(boolean allowed) {
        sysctl("net.ipv4.ping_group_range", allowed ? "0 2147483647" : "1 0");
    }

    /** A cable to another namespace, with an IPv4 /24 and an IPv6 /64 on it. */
    public void connect(String device, Namespace other, String otherDevice) {
        Command.run(
                "ip",
                "link",
                "add",
                "name",
                device,
                "netns",
                name,
                "type",
                "veth",
                "peer",
                "name",
                otherDevice,
                "netns",
                other.name);
    }

    /** Addresses that are usable at once. */
    public void address(String device, String v4, String v6) {
        run("ip", "address", "add", v4 + "/24", "dev", device);
        run("ip", "-6", "address", "add", v6 + "/64", "dev", device, "nodad");
        run("ip", "link", "set", "dev", device, "up");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atEnd);
        atEnd.run();
    }
}
