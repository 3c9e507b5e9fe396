package io.dispatcher.protocol;

import java.util.List;

/** What happened to the targets of a {@link PingOrder}, in order for each of them; at most {@value #MOST} at a time. */
public record PingResults(List<PingResult> results) {
    public static final int MOST = 500;

    public PingResults {
        results = List.copyOf(results);
    }
}
