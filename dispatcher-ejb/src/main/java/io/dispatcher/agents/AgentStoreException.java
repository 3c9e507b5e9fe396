package io.dispatcher.agents;

/** The database did not keep or give an agent's identity. */
public final class AgentStoreException extends RuntimeException {
    AgentStoreException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
