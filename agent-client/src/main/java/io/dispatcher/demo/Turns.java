package io.dispatcher.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether addresses took turns as round robin must: every one once a round, each round in the order of the first. */
final class Turns {
    private Turns() {}

    /** What is wrong, a sentence each; empty if nothing is. */
    static List<String> faults(List<Sent> sent, int poolSize) {
        List<String> faults = new ArrayList<>();
        Set<String> firstRound = new HashSet<>();
        for (int i = 0; i < sent.size(); i++) {
            String turn = turn(sent.get(i));
            if (i < poolSize) {
                if (!firstRound.add(turn)) {
                    faults.add(
                            "request " + (i + 1) + " left from " + turn + " again before every address had its turn");
                }
            } else if (!turn.equals(turn(sent.get(i - poolSize)))) {
                faults.add("request " + (i + 1) + " left from " + turn + " though it was the turn of "
                        + turn(sent.get(i - poolSize)));
            }
        }
        return faults;
    }

    private static String turn(Sent request) {
        return request.source() + " of " + request.agentId();
    }
}
