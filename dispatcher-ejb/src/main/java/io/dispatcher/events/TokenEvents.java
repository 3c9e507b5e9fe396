package io.dispatcher.events;

import io.dispatcher.security.Token;
import io.dispatcher.security.TokenListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Tells of tokens that were made or revoked; neither they nor their hashes are in it. */
@ApplicationScoped
public class TokenEvents implements TokenListener {
    @Inject
    private Notes notes;

    @Override
    public void created(Token token) {
        notes.tell("token.created", data(token));
    }

    @Override
    public void revoked(Token token) {
        notes.tell("token.revoked", data(token));
    }

    private static Data data(Token token) {
        return new Data()
                .with("token_id", token.id())
                .with("name", token.name())
                .with("role", token.role().tag())
                .with("agent_id", token.agentId())
                .with("upstreams", token.upstreams());
    }
}
