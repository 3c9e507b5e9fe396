package io.dispatcher.systemtests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What one request is, and what happens to it; all of it said by the seed.
 *
 * @param at bytes of the body that have passed when it happens
 * @param reset whether a connection is cut by a reset
 * @param slowMs how long an upstream pauses that is slow
 * @param replyWait that the caller asks for, in seconds
 */
record FaultPlan(
        int number,
        Kind kind,
        Stage stage,
        String method,
        Body upload,
        Body answer,
        long at,
        boolean reset,
        int slowMs,
        int replyWait) {
    private static final int INLINE = 64 * 1024;
    private static final int MOST = 64 << 20;
    private static final int[] EDGES = {0, 1, INLINE - 1, INLINE, INLINE + 1, 4 * INLINE};

    /** Longer than any request takes that nothing holds up. */
    private static final int PATIENT = 20;

    /** Of 150 requests. */
    enum Kind {
        NONE(50),
        UPSTREAM_CUT(28),
        UPSTREAM_SLOW(28),
        UPSTREAM_AWAY(5),
        UPSTREAM_UNCLAIMED(4),
        CLIENT_GONE(28),
        AGENT_KILLED(6),
        BROKER_RESTARTED(1);

        private final int share;

        Kind(int share) {
            this.share = share;
        }
    }

    /** When it happens: in the request's body, before the answer's head, in the answer's body. */
    enum Stage {
        UPLOAD,
        HEAD,
        BODY
    }

    /**
     * One of a request or an answer.
     *
     * @param chunked else it has a length
     * @param piece the most that is written at once
     */
    record Body(long size, boolean chunked, int piece) {
        private static Body none() {
            return new Body(0, false, 1);
        }

        private static Body drawn(Random random, int least) {
            long size = Math.max(least, size(random));
            // Not more than some thousand pieces.
            int piece = (int) Math.max(size / 2000, 1L << random.nextInt(19));
            return new Body(size, random.nextBoolean(), piece);
        }

        private static long size(Random random) {
            int chance = random.nextInt(100);
            if (chance < 10) {
                return EDGES[random.nextInt(EDGES.length)];
            }
            int most = chance < 65 ? INLINE : chance < 90 ? 1 << 20 : chance < 98 ? 8 << 20 : MOST;
            return chance == 99 && random.nextInt(4) == 0 ? MOST : random.nextInt(most + 1);
        }
    }

    /** So many faults, and half as many requests that nothing is done to, in an order that the seed says. */
    static List<FaultPlan> deal(long seed, int faults) {
        Random random = new Random(seed);
        List<FaultPlan> plans = new ArrayList<>();
        List<Kind> deck = new ArrayList<>();
        for (int dealt = 0; dealt < faults; ) {
            if (deck.isEmpty()) {
                for (Kind kind : Kind.values()) {
                    deck.addAll(Collections.nCopies(kind.share, kind));
                }
                Collections.shuffle(deck, random);
            }
            Kind kind = deck.remove(deck.size() - 1);
            plans.add(drawn(plans.size(), kind, random));
            dealt += kind == Kind.NONE ? 0 : 1;
        }
        return plans;
    }

    private static FaultPlan drawn(int number, Kind kind, Random random) {
        Stage stage = kind == Kind.BROKER_RESTARTED ? Stage.HEAD : Stage.values()[random.nextInt(3)];
        String method = stage == Stage.UPLOAD
                ? List.of("PUT", "POST").get(random.nextInt(2))
                : List.of("GET", "GET", "DELETE", "PUT", "POST", "POST").get(random.nextInt(6));
        boolean uploads = method.startsWith("P");
        Body upload = uploads ? Body.drawn(random, stage == Stage.UPLOAD ? 1 : 0) : Body.none();
        Body answer = Body.drawn(random, stage == Stage.BODY ? 1 : 0);
        long in = stage == Stage.UPLOAD ? upload.size : answer.size;
        boolean tooSlow = kind == Kind.UPSTREAM_SLOW && stage != Stage.BODY && random.nextBoolean();
        return new FaultPlan(
                number,
                kind,
                stage,
                method,
                upload,
                answer,
                in == 0 ? 0 : random.nextInt((int) in),
                random.nextBoolean(),
                tooSlow ? 2_500 : 50 + random.nextInt(800),
                tooSlow ? 1 : PATIENT);
    }

    boolean tooSlow() {
        return slowMs > replyWait * 1000;
    }

    /** Whether its body went with the order: only then it can go again. */
    private boolean inline() {
        return !upload.chunked && upload.size <= INLINE;
    }

    /** Whether it has a body, be it empty. */
    boolean uploads() {
        return post() || method.equals("PUT");
    }

    boolean post() {
        return method.equals("POST");
    }

    /** Whether another agent can be given it. */
    boolean repeatable() {
        return !post() && inline();
    }
}
