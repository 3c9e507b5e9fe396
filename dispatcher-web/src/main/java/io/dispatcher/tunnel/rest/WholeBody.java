package io.dispatcher.tunnel.rest;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Writes what is there already. */
final class WholeBody implements WriteListener {
    private final ServletOutputStream out;
    private final byte[] body;
    private final Runnable end;
    private boolean written;

    WholeBody(ServletOutputStream out, byte[] body, Runnable end) {
        this.out = out;
        this.body = body;
        this.end = end;
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            if (written) {
                end.run();
                return;
            }
            written = true;
            out.write(body);
        }
    }

    @Override
    public void onError(Throwable cause) {
        end.run();
    }
}
