package io.dispatcher.icmp.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two namespaces and a link between them with bad {@link Weather} one way: {@code tc netem} where the kernel has it, else a process that passes
 * packets from one TUN device to another. Needs root.
 */
public final class BadLink implements AutoCloseable {
    public static final String NEAR = "10.77.1.1";
    public static final String FAR = "10.77.1.2";
    public static final String NEAR6 = "fd77:1::1";
    public static final String FAR6 = "fd77:1::2";

    public final Namespace near = new Namespace();
    public final Namespace far = new Namespace();
    private final @Nullable Process relay;

    public BadLink(Weather weather) {
        try {
            relay = netem() ? null : relay(weather);
            if (relay == null) {
                near.connect("cable", far, "cable");
                near.address("cable", NEAR, NEAR6);
                far.address("cable", FAR, FAR6);
                near.run("sh", "-c", "tc qdisc add dev cable root netem " + weather.netem());
            }
        } catch (RuntimeException | AssertionError e) {
            near.close();
            far.close();
            throw e;
        }
    }

    /** Whether it is the kernel that makes the weather. */
    public static boolean netem() {
        try (Namespace trial = new Namespace()) {
            return Command.works(
                    "ip",
                    "netns",
                    "exec",
                    trial.name(),
                    "tc",
                    "qdisc",
                    "add",
                    "dev",
                    "lo",
                    "root",
                    "netem",
                    "delay",
                    "1ms");
        }
    }

    private Process relay(Weather weather) {
        String id = near.name().replaceAll("\\D", "");
        String nearDevice = "n" + id;
        String farDevice = "f" + id;
        Process process = Command.start(Command.java(
                PacketRelay.class,
                List.of(),
                nearDevice,
                farDevice,
                "" + weather.delayMillis(),
                "" + weather.jitterMillis(),
                "" + weather.lossPercent(),
                "" + weather.duplicatePercent(),
                "" + weather.reorderPercent()));
        try {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            if (!PacketRelay.READY.equals(line)) {
                throw new AssertionError("the relay said " + line + " " + said.readLine());
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        }
        Command.run("ip", "link", "set", nearDevice, "netns", near.name());
        Command.run("ip", "link", "set", farDevice, "netns", far.name());
        near.address(nearDevice, NEAR, NEAR6);
        far.address(farDevice, FAR, FAR6);
        return process;
    }

    @Override
    public void close() {
        if (relay != null) {
            relay.destroyForcibly();
        }
        near.close();
        far.close();
    }
}
