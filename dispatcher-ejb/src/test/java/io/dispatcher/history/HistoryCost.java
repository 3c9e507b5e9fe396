package io.dispatcher.history;

import com.sun.management.OperatingSystemMXBean;
import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.DispatchRecord;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Not a test: what the history costs at a steady rate, in cores. Arguments: records per second (6000), seconds (20), JDBC URL (embedded).
 * Run from dispatcher-ejb with the test class path.
 */
final class HistoryCost {
    private HistoryCost() {}

    public static void main(String[] arguments) throws Exception {
        int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        Path dataDir = Files.createTempDirectory("history-cost");
        Map<String, String> values = arguments.length > 2
                ? Map.of("dispatcher.db-url", arguments[2], "dispatcher.db-user", "postgres")
                : Map.of("dispatcher.data-dir", dataDir.toString());
        OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Database database = Database.open(Settings.of(values))) {
            HandOver journal = new HandOver();
            HistoryWriter writer = new HistoryWriter(database.dataSource());
            AtomicLong stored = new AtomicLong();
            AutoCloseable subscription = journal.subscribe(batches -> store(database, writer, stored, batches));
            HistoryRecorder recorder = new HistoryRecorder(journal, "node-1");
            recorder.start();
            feed(recorder, rate, 10);
            long cpu = os.getProcessCpuTime();
            long written = stored.get();
            long begun = System.nanoTime();
            feed(recorder, rate, seconds);
            double used = (os.getProcessCpuTime() - cpu) / 1e9;
            double took = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "%d records in %.1f s: %.3f cores, %.1f us a record; dropped %d, thinned %d%n",
                    stored.get() - written,
                    took,
                    used / took,
                    used * 1e6 / (stored.get() - written),
                    recorder.dropped(),
                    recorder.thinned());
            recorder.close();
            subscription.close();
            try (var files = Files.walk(dataDir)) {
                System.out.println(
                        "bytes on disk: " + files.mapToLong(HistoryCost::size).sum());
            }
        }
    }

    private static void store(Database database, HistoryWriter writer, AtomicLong stored, List<byte[]> batches)
            throws SQLException {
        List<StoredRecord> records = new ArrayList<>();
        batches.forEach(batch -> records.addAll(JournalBytes.records(batch)));
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            writer.write(connection, records);
            connection.commit();
        }
        stored.addAndGet(records.size());
    }

    private static long size(Path path) {
        return path.toFile().isFile() ? path.toFile().length() : 0;
    }

    private static void feed(HistoryRecorder recorder, int rate, int seconds) {
        long begun = System.nanoTime();
        long ticks = seconds * 100L;
        for (long tick = 0; tick < ticks; tick++) {
            for (int i = 0; i < rate / 100; i++) {
                DispatchRecord dispatch =
                        Sample.at(Instant.now()).agent("agent-0" + i % 3).build();
                recorder.finished(dispatch);
            }
            long next = begun + (tick + 1) * 10_000_000;
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
        }
    }
}
