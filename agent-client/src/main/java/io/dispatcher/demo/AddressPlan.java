package io.dispatcher.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Which source addresses the agents get, all of one family, and where the target listens so that each of them reaches
 * it.
 *
 * @param targetHost a loopback address: the target is for nobody else
 * @param perAgent each agent's addresses, at least one
 * @param why a sentence about the choice
 */
record AddressPlan(String targetHost, List<List<String>> perAgent, String why) {
    private static final String LOOPBACK_6 = "::1";
    private static final String LOOPBACK_4 = "127.0.0.1";
    // Every one of 127.0.0.0/8 is this machine's own on Linux, without root or configuration.
    private static final List<String> MORE_LOOPBACK_4 = List.of("127.0.0.2", "127.0.0.3");

    /**
     * Chooses.
     *
     * @param found what an agent would find by itself: global IPv6 addresses, else the default IPv4 route's
     * @param reaches whether a connection from the first address to the second (a loopback one) works
     */
    static AddressPlan of(int agents, List<String> found, BiPredicate<String, String> reaches) throws DemoFailure {
        List<String> six = usable(found.stream().filter(a -> a.contains(":")).toList(), LOOPBACK_6, reaches);
        if (six.size() > 1) {
            return plan(LOOPBACK_6, six, agents, "This machine has " + six.size() + " global IPv6 addresses.");
        }
        if (six.size() == 1) {
            List<String> two = usable(List.of(six.get(0), LOOPBACK_6), LOOPBACK_6, reaches);
            String only = "This machine has one global IPv6 address, " + six.get(0);
            return plan(LOOPBACK_6, two, agents, only + alsoLoopback(two.subList(1, two.size())));
        }
        return fourOnly(agents, found, reaches);
    }

    private static AddressPlan fourOnly(int agents, List<String> found, BiPredicate<String, String> reaches)
            throws DemoFailure {
        List<String> four = usable(found.stream().filter(a -> !a.contains(":")).toList(), LOOPBACK_4, reaches);
        List<String> all = new ArrayList<>(four.isEmpty() ? usable(List.of(LOOPBACK_4), LOOPBACK_4, reaches) : four);
        List<String> more = usable(MORE_LOOPBACK_4, LOOPBACK_4, reaches);
        all.addAll(more);
        if (all.isEmpty()) {
            throw new DemoFailure("no address of this machine, not even 127.0.0.1, can be connected from", null);
        }
        String why = four.isEmpty()
                ? "This machine has no usable address but loopback, so requests leave from there."
                : "This machine has no usable global IPv6 address; its IPv4 route leaves from " + four.get(0)
                        + alsoLoopback(more);
        return plan(LOOPBACK_4, all, agents, why);
    }

    private static String alsoLoopback(List<String> loopback) {
        return loopback.isEmpty()
                ? "."
                : "; to show turns, loopback " + String.join(", ", loopback)
                        + (loopback.size() == 1 ? " serves as another." : " serve as others.");
    }

    private static List<String> usable(List<String> sources, String target, BiPredicate<String, String> reaches) {
        return sources.stream().filter(source -> reaches.test(source, target)).toList();
    }

    // Dealt out in turn; an agent for which none is left offers one that another offers too.
    private static AddressPlan plan(String target, List<String> addresses, int agents, String why) {
        List<List<String>> dealt = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            List<String> own = new ArrayList<>();
            for (int i = agent; i < addresses.size(); i += agents) {
                own.add(addresses.get(i));
            }
            dealt.add(own.isEmpty() ? List.of(addresses.get(agent % addresses.size())) : List.copyOf(own));
        }
        String shared =
                agents > addresses.size() ? " There are more agents than addresses, so some agents share one." : "";
        return new AddressPlan(target, List.copyOf(dealt), why + shared);
    }

    /** How many pairs of agent and address there are: the size of the pool. */
    int size() {
        return perAgent.stream().mapToInt(List::size).sum();
    }

    /** The target's {@code --listen}: its address, any free port. */
    String listen() {
        return (targetHost.contains(":") ? "[" + targetHost + "]" : targetHost) + ":0";
    }
}
