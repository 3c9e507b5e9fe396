package io.dispatcher.benchmarks.hops;

import io.dispatcher.benchmarks.load.LoadResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * How the harness drives a hop that loads itself: {@code run SEQUENCE CALLERS BYTES WINDOW_MS} comes on standard input,
 * {@code result SEQUENCE IN_WINDOW COMPLETED ERRORS WINDOW_MS HISTOGRAM} goes to standard output. End of input ends the hop.
 */
public final class HopProtocol {
    public static final String READY = "hop ready";

    private HopProtocol() {}

    /** Measures one window. */
    @FunctionalInterface
    public interface Hop {
        /**
         * @param callers how many requests are under way at a time
         * @param bytes size of each answer
         */
        LoadResult run(int callers, int bytes, Duration window) throws Exception;
    }

    /** Serves runs until standard input ends. */
    public static void serve(Hop hop) throws Exception {
        System.out.println(READY);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ", -1);
            int callers = Integer.parseInt(words[2]);
            LoadResult result =
                    hop.run(callers, Integer.parseInt(words[3]), Duration.ofMillis(Long.parseLong(words[4])));
            System.out.println(format(words[1], result));
        }
    }

    /** The line that asks for a run. */
    public static String request(int sequence, int callers, int bytes, Duration window) {
        return "run " + sequence + " " + callers + " " + bytes + " " + window.toMillis() + "\n";
    }

    static String format(String sequence, LoadResult result) {
        Histogram latency = result.latency();
        ByteBuffer buffer = ByteBuffer.allocate(latency.getNeededByteBufferCapacity());
        int length = latency.encodeIntoCompressedByteBuffer(buffer);
        String encoded = Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
        return String.join(
                " ",
                "result",
                sequence,
                Double.toString(result.inWindow()),
                Long.toString(result.completed()),
                Long.toString(result.errors()),
                Long.toString(result.window().toMillis()),
                encoded);
    }

    /** @throws IOException if the line is no result */
    public static LoadResult parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(words[6]));
            long errors = Long.parseLong(words[4]);
            return new LoadResult(
                    Duration.ofMillis(Long.parseLong(words[5])),
                    Double.parseDouble(words[2]),
                    Long.parseLong(words[3]),
                    errors,
                    errors == 0 ? null : "see the hop's output",
                    Histogram.decodeFromCompressedByteBuffer(buffer, 0));
        } catch (DataFormatException
                | IllegalArgumentException
                | ArrayIndexOutOfBoundsException
                | BufferUnderflowException e) {
            throw new IOException("no result: " + line, e);
        }
    }
}
