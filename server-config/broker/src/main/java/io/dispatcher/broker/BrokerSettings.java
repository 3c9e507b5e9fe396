package io.dispatcher.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an embedded broker needs to know.
 *
 * @param directory holds journal, bindings, paging and large messages
 * @param host address of the TCP acceptor
 * @param port its port; 0 = any free one, negative = no TCP acceptor
 * @param inVmId number of the in-VM acceptor, unique in the JVM
 * @param maxAddressBytes an address that holds more than this refuses (bytes)
 * @param maxAddressMessages an address that holds more than this refuses
 * @param minFreeDisk with less than this left on the journal's disk, sends are refused (bytes)
 * @param lockWait how long to wait for another broker to leave the journal
 */
public record BrokerSettings(
        Path directory,
        String host,
        int port,
        int inVmId,
        long maxAddressBytes,
        long maxAddressMessages,
        long minFreeDisk,
        Duration lockWait) {

    static final String DEFAULT_HOST = "127.0.0.1";
    static final int DEFAULT_PORT = 61616;
    private static final long MIB = 1024L * 1024;

    /** The defaults for a journal in this directory, on a free port. */
    public static BrokerSettings in(Path directory) {
        return new BrokerSettings(directory, DEFAULT_HOST, 0, 0, 64 * MIB, 100_000, 256 * MIB, Duration.ofSeconds(5));
    }

    /**
     * From {@code dispatcher.data-dir}, {@code dispatcher.broker-host}, {@code dispatcher.broker-port} or the
     * environment variables of the same names.
     */
    static BrokerSettings resolve(UnaryOperator<@Nullable String> lookup) {
        String dataDir = orDefault(lookup.apply("data-dir"), "data");
        String host = orDefault(lookup.apply("broker-host"), DEFAULT_HOST);
        String port = orDefault(lookup.apply("broker-port"), Integer.toString(DEFAULT_PORT));
        return in(Path.of(dataDir).toAbsolutePath().resolve("broker"))
                .withAcceptor(host, parsePort(port))
                .withMinFreeDisk(parseBytes(orDefault(lookup.apply("broker-min-free-disk"), "268435456")));
    }

    /** The same with another TCP acceptor. */
    public BrokerSettings withAcceptor(String newHost, int newPort) {
        return new BrokerSettings(
                directory, newHost, newPort, inVmId, maxAddressBytes, maxAddressMessages, minFreeDisk, lockWait);
    }

    /** The same with another in-VM number. */
    public BrokerSettings withInVmId(int newId) {
        return new BrokerSettings(
                directory, host, port, newId, maxAddressBytes, maxAddressMessages, minFreeDisk, lockWait);
    }

    /** The same with other limits of an address. */
    public BrokerSettings withLimits(long bytes, long messages) {
        return new BrokerSettings(directory, host, port, inVmId, bytes, messages, minFreeDisk, lockWait);
    }

    /** The same with another free-disk bound. */
    public BrokerSettings withMinFreeDisk(long bytes) {
        return new BrokerSettings(directory, host, port, inVmId, maxAddressBytes, maxAddressMessages, bytes, lockWait);
    }

    private static int parsePort(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("broker-port is not a number: " + text, e);
        }
    }

    private static long parseBytes(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("broker-min-free-disk is not a number: " + text, e);
        }
    }

    private static String orDefault(@Nullable String value, String fallback) {
        return value == null || value.isBlank() ? fallback : value;
    }
}
