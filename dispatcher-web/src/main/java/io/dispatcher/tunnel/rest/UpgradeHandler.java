package io.dispatcher.tunnel.rest;

import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Made by the container, for a connection that changes its protocol. */
public class UpgradeHandler implements HttpUpgradeHandler {
    private @Nullable Then then;

    /** What to do with the connection. */
    interface Then {
        void upgraded(WebConnection connection) throws IOException;
    }

    void then(Then next) {
        then = next;
    }

    @Override
    public void init(WebConnection connection) {
        try {
            if (then != null) {
                then.upgraded(connection);
            }
        } catch (IOException e) {
            System.getLogger(UpgradeHandler.class.getName()).log(Level.DEBUG, "the caller went away", e);
        }
    }

    @Override
    public void destroy() {
        // Whoever has the connection sees its end.
    }
}
