package io.dispatcher.broker;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says who a user of the broker is. Called from broker threads, several at a time; answers are cached for a second. */
public interface BrokerAuthenticator {

    /**
     * The roles of a user: any of {@code viewer}, {@code operator}, {@code admin}, {@code agent}.
     *
     * @param user the token's name
     * @param password the token
     * @return null if the pair is refused
     */
    @Nullable
    Set<String> rolesOf(String user, String password);

    /** True while no token exists: everybody on loopback is an administrator. */
    boolean open();
}
