package io.dispatcher.security;

/** Hears of changes that were made on this node; implementations are CDI beans. Must neither block nor throw. */
public interface TokenListener {
    void created(Token token);

    void revoked(Token token);
}
