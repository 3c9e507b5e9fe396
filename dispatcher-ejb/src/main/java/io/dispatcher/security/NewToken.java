package io.dispatcher.security;

/**
 * A token just made.
 *
 * @param secret shown this once, kept nowhere
 */
public record NewToken(String secret, Token token) {
    @Override
    public String toString() {
        return "NewToken[" + token.id() + "]"; // the secret must not reach a log
    }
}
