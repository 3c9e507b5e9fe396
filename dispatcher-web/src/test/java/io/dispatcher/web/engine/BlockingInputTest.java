package io.dispatcher.web.engine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockingInputTest {

    private final List<String> seen = new ArrayList<>();

    /** Says that it is finished only when its end was read, as of a body in chunks. */
    private static ServletInputStream chunked(int bytes) {
        ByteArrayInputStream body = new ByteArrayInputStream(new byte[bytes]);
        return new ServletInputStream() {
            private boolean ended;

            @Override
            public boolean isFinished() {
                return ended;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read() {
                int read = body.read();
                ended = read < 0;
                return read;
            }
        };
    }

    /** Takes so many bytes of the body, so many at a time, and no more. */
    private void read(ServletInputStream body, int wanted, int each) {
        BlockingInput in = new BlockingInput(body, Runnable::run, cause -> seen.add("broken"));
        in.setReadListener(new ReadListener() {
            private int taken;

            @Override
            public void onDataAvailable() throws IOException {
                int end = Math.min(wanted, taken + each);
                while (taken < end && in.read() >= 0) {
                    taken++;
                }
                seen.add("at " + taken);
            }

            @Override
            public void onAllDataRead() {
                seen.add("all");
            }

            @Override
            public void onError(Throwable cause) {
                seen.add("error");
            }
        });
    }

    @Test
    void aListenerThatTakesAllIsToldOfTheEnd() {
        read(chunked(10), 10, 4);
        assertThat(seen).containsExactly("at 4", "at 8", "at 10", "all");
    }

    @Test
    void aListenerThatWantsNoMoreHoldsNoThread() {
        read(chunked(10), 6, 6);
        assertThat(seen).containsExactly("at 6", "at 6");
    }
}
