package io.dispatcher.security;

import io.dispatcher.broker.BrokerAuthenticator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens as the broker's users: user = token name, password = token. */
final class TokenBrokerUsers implements BrokerAuthenticator {
    private final Tokens tokens;

    TokenBrokerUsers(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public @Nullable Set<String> rolesOf(String user, String password) {
        Caller caller = tokens.check(password);
        return caller == null || !user.equals(caller.name())
                ? null
                : Set.of(caller.role().tag());
    }

    @Override
    public boolean open() {
        return tokens.open();
    }
}
