package io.dispatcher.icmp.work;

import io.dispatcher.protocol.PingResult;
import java.util.List;

/** Takes the results of one order, one call at a time. Must not block. */
@FunctionalInterface
public interface PingReports {
    /**
     * A batch.
     *
     * @param last no more will come
     * @return false if there is no room now: it may come again, without what can be left out
     */
    boolean report(List<PingResult> results, boolean last);
}
