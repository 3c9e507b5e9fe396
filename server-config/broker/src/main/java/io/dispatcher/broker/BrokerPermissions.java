package io.dispatcher.broker;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may do what on which address: the contract's sentence as a function. Pure and stateless.
 *
 * <p>Only {@link #NODE} reaches internal addresses and management, in open mode too.
 */
final class BrokerPermissions {

    /** The role of this product's own processes. */
    static final String NODE = "node";

    static final String ADMIN = "admin";
    static final String OPERATOR = "operator";

    /** What one can do to an address; the broker's finer checks map to these. */
    enum Action {
        SEND,
        CONSUME,
        BROWSE,
        CREATE_TEMPORARY,
        CREATE_DURABLE,
        DELETE,
        MANAGE
    }

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final Set<Action> REPLY_QUEUE = EnumSet.complementOf(EnumSet.of(Action.MANAGE));
    private static final Set<Action> TEMPORARY =
            EnumSet.of(Action.SEND, Action.CONSUME, Action.BROWSE, Action.CREATE_TEMPORARY, Action.DELETE);
    private static final Set<Action> SUBSCRIPTION =
            EnumSet.of(Action.CONSUME, Action.BROWSE, Action.CREATE_TEMPORARY, Action.CREATE_DURABLE, Action.DELETE);
    private static final Set<Action> READ = EnumSet.of(Action.CONSUME, Action.BROWSE);

    private BrokerPermissions() {}

    static boolean allows(Set<String> roles, Action action, String address) {
        if (roles.contains(NODE)) {
            return true;
        }
        boolean admin = roles.contains(ADMIN);
        return (admin || roles.contains(OPERATOR)) && grants(admin, address).contains(action);
    }

    private static Set<Action> grants(boolean admin, String address) {
        if (address.startsWith(BrokerAddresses.CLIENT_REPLY_PREFIX)) {
            return REPLY_QUEUE;
        }
        return switch (address) {
            case BrokerAddresses.REQUESTS -> EnumSet.of(Action.SEND);
            case BrokerAddresses.EVENTS -> SUBSCRIPTION;
            case BrokerAddresses.EXPIRED, BrokerAddresses.DEAD -> admin ? READ : EnumSet.noneOf(Action.class);
            default -> UUID.matcher(address).matches() ? TEMPORARY : EnumSet.noneOf(Action.class);
        };
    }
}
