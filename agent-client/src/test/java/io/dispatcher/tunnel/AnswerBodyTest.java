package io.dispatcher.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerBodyTest {
    private static final int MOST = 8;

    private final Source source = new Source();
    private final List<String> told = new ArrayList<>();
    private final AnswerBody body = new AnswerBody(source, MOST, new AnswerBody.Listener() {
        @Override
        public void whole(byte[] bytes) {
            told.add("whole " + new String(bytes, StandardCharsets.US_ASCII));
        }

        @Override
        public void tooLong() {
            told.add("too long");
        }

        @Override
        public void broken(Throwable cause) {
            told.add("broken " + cause.getMessage());
        }
    });
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private boolean ended;

    /** Gives what a test lets it give. */
    private static final class Source implements Content.Source {
        private final Deque<Content.Chunk> chunks = new ArrayDeque<>();
        private @Nullable Runnable demanded;
        private int reads;

        void give(String text, boolean last) {
            give(Content.Chunk.from(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), last));
        }

        void give(Content.Chunk chunk) {
            chunks.add(chunk);
            Runnable waiting = demanded;
            demanded = null;
            if (waiting != null) {
                waiting.run();
            }
        }

        @Override
        public Content.@Nullable Chunk read() {
            reads++;
            return chunks.poll();
        }

        @Override
        public void demand(Runnable more) {
            assertThat(demanded).as("one demand at a time").isNull();
            if (chunks.isEmpty()) {
                demanded = more;
            } else {
                more.run();
            }
        }

        @Override
        public void fail(Throwable cause) {
            give(Content.Chunk.from(cause));
        }
    }

    private void readOn() {
        while (!ended) {
            Content.Chunk chunk = body.read();
            if (chunk == null) {
                body.demand(this::readOn);
                return;
            }
            byte[] bytes = new byte[chunk.remaining()];
            chunk.getByteBuffer().get(bytes);
            read.writeBytes(bytes);
            ended = chunk.isLast();
        }
    }

    private static ByteBuffer head() {
        return ByteBuffer.wrap("head:".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aShortAnswerIsWhole() {
        body.gather();
        source.give("ab", false);
        source.give("cd", true);
        assertThat(told).containsExactly("whole abcd");
        assertThat(body.handOver(head())).as("there is nothing to hand over").isFalse();
    }

    @Test
    void anEmptyAnswerIsWhole() {
        body.gather();
        source.give(Content.Chunk.EOF);
        assertThat(told).containsExactly("whole ");
    }

    @Test
    void aLongAnswerIsReadNoFurtherThanItMayBeGathered() {
        source.give("12345", false);
        source.give("67890", false);
        source.give("never read", false);
        body.gather();
        assertThat(told).containsExactly("too long");
        assertThat(source.reads).isEqualTo(2);
    }

    @Test
    void whatWasGatheredGoesBetweenTheHeadAndTheRest() {
        body.gather();
        source.give("ab", false);
        assertThat(body.handOver(head())).isTrue();
        readOn();
        source.give("cd", false);
        source.give("ef", true);
        assertThat(read.toString(StandardCharsets.US_ASCII)).isEqualTo("head:abcdef");
        assertThat(ended).isTrue();
        assertThat(body.passed()).isEqualTo(6);
        assertThat(told).isEmpty();
    }

    @Test
    void aBreakWhileGatheringIsTold() {
        body.gather();
        source.give("ab", false);
        source.fail(new IOException("gone"));
        assertThat(told).containsExactly("broken gone");
    }

    @Property(tries = 200)
    void everyByteArrivesOnceAndInOrderWheneverItIsHandedOver(
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 5) Integer> sizes,
            @ForAll @IntRange(min = 0, max = 20) int handOverAt) {
        AnswerBodyTest run = new AnswerBodyTest();
        StringBuilder sent = new StringBuilder();
        run.body.gather();
        boolean handed = false;
        for (int i = 0; i < sizes.size(); i++) {
            if (i == handOverAt) {
                handed = run.body.handOver(head());
                run.readOn();
            }
            String piece = "abcdefghijklmnopqrstuvwxyz".substring(i, i + 1).repeat(sizes.get(i));
            sent.append(piece);
            run.source.give(piece, false);
        }
        run.source.give(Content.Chunk.EOF);
        if (!handed && run.body.handOver(head())) {
            run.readOn();
            handed = true;
        }
        if (handed) {
            assertThat(run.read.toString(StandardCharsets.US_ASCII)).isEqualTo("head:" + sent);
            assertThat(run.ended).isTrue();
        } else {
            assertThat(run.told).containsExactly("whole " + sent);
        }
    }
}
