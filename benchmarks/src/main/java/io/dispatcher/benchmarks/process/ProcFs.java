package io.dispatcher.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads Linux's {@code /proc}. The parsers are pure; the readers see 0 or nothing for a process that has gone. */
public final class ProcFs {
    private static final Path PROC = Path.of("/proc");

    /** USER_HZ, which the kernel fixes at 100 on every architecture the JDK runs on. */
    static final double TICKS_PER_SECOND = 100.0;

    private ProcFs() {}

    /** CPU seconds, user and system, of the process and of its children that have ended and been waited for. */
    public static double cpuSeconds(long pid) {
        try {
            return parseCpuSeconds(Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return 0;
        }
    }

    /** CPU seconds that all cores of the machine have been busy, or were taken by its host, since it started. */
    public static double machineBusySeconds() {
        try {
            return parseBusySeconds(Files.readString(PROC.resolve("stat"), StandardCharsets.US_ASCII));
        } catch (IOException unreadable) {
            return Double.NaN;
        }
    }

    /** Resident set in KiB. */
    public static long rssKib(long pid) {
        try {
            return parseRssKib(Files.readString(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Arguments as the kernel knows them, the command first; empty for a process that has gone. */
    public static List<String> arguments(long pid) {
        try {
            return parseArguments(Files.readString(PROC.resolve(pid + "/cmdline"), StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** Fields 14 to 17 of {@code stat}, counted behind the command, which may itself hold blanks and parentheses. */
    static double parseCpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 11; field <= 14; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** All of the first line but idle and iowait; guest time is part of user time already. */
    static double parseBusySeconds(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
        long ticks = 0;
        for (int field : new int[] {1, 2, 3, 6, 7, 8}) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** 0 when there is no {@code VmRSS} line, as for a zombie. */
    static long parseRssKib(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .map(line -> Long.parseLong(
                        line.substring("VmRSS:".length()).replace("kB", "").strip()))
                .orElse(0L);
    }

    static List<String> parseArguments(String cmdline) {
        return Arrays.stream(cmdline.split("\0", -1))
                .filter(argument -> !argument.isEmpty())
                .collect(Collectors.toList());
    }
}
