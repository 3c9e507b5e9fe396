package io.dispatcher.dispatch;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import javax.management.JMException;
import javax.management.ObjectName;

/** Drains this node. Thread-safe. */
public final class Lifecycle implements LifecycleMBean {
    private static final String NAME = "io.dispatcher:type=Lifecycle";
    private static final long LOOK_MS = 10;
    /** A request is no longer open a moment before its answer has left. */
    private static final long LAST_ANSWERS_MS = 200;
    /** A balancer asks for readiness every second or so; until it has, it sends here what others would take. */
    private static final long BALANCER_MS = 3_000;

    private final AtomicBoolean draining = new AtomicBoolean();
    private final IntSupplier open;
    private final BooleanSupplier others;

    /**
     * @param open requests that are not answered yet
     * @param others there are coordinators that take what this one refuses
     */
    Lifecycle(IntSupplier open, BooleanSupplier others) {
        this.open = open;
        this.others = others;
    }

    @Override
    public boolean drain(long milliseconds) {
        draining.set(true);
        long begun = System.nanoTime();
        long least = others.getAsBoolean() ? Math.min(BALANCER_MS, milliseconds) : 0;
        long end = begun + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        try {
            while (open.getAsInt() > 0 && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
            long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            TimeUnit.MILLISECONDS.sleep(Math.max(LAST_ANSWERS_MS, least - passed));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return open.getAsInt() == 0;
    }

    @Override
    public int getOpen() {
        return open.getAsInt();
    }

    public boolean draining() {
        return draining.get();
    }

    void register() {
        try {
            ObjectName name = new ObjectName(NAME);
            unregister(name);
            ManagementFactory.getPlatformMBeanServer().registerMBean(this, name);
        } catch (JMException e) {
            throw new IllegalStateException("no management bean " + NAME, e);
        }
    }

    void unregister() {
        try {
            unregister(new ObjectName(NAME));
        } catch (JMException e) {
            throw new IllegalStateException("management bean " + NAME + " stays", e);
        }
    }

    private static void unregister(ObjectName name) throws JMException {
        if (ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        }
    }
}
