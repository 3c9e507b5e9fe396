package io.dispatcher.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.NoCacheLoginException;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * The broker's door keeper: knows this node's own credentials and asks the application about everybody else.
 * Thread-safe.
 */
final class BrokerSecurity implements ActiveMQSecurityManager5 {

    private static final String FQQN_SEPARATOR = "::";

    private final NodeAccess node;

    BrokerSecurity(NodeAccess node) {
        this.node = node;
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String password) {
        return rolesOf(user, password) != null;
    }

    @Override
    public boolean validateUserAndRole(
            @Nullable String user, @Nullable String password, Set<Role> roles, CheckType checkType) {
        throw new UnsupportedOperationException("The broker calls authorize");
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user, @Nullable String password, RemotingConnection connection, String domain)
            throws NoCacheLoginException {
        Set<String> roles = rolesOf(user, password);
        if (roles == null) {
            // Not cached: the application may not have registered yet, or the token may be made in the next second.
            throw new NoCacheLoginException("refused");
        }
        Subject subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(validated(user)));
        roles.forEach(role -> subject.getPrincipals().add(new RolePrincipal(role)));
        subject.setReadOnly();
        return subject;
    }

    /** A name is only worth something if it was checked: later the same one may be a token's. */
    private String validated(@Nullable String user) {
        boolean checked = node.user().equals(user) || !BrokerDoor.current().open();
        return checked ? String.valueOf(user) : BrokerDoor.ANYBODY;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType checkType, String address) {
        Set<String> own = new HashSet<>();
        subject.getPrincipals(RolePrincipal.class).forEach(role -> own.add(role.getName()));
        int separator = address.indexOf(FQQN_SEPARATOR);
        return BrokerPermissions.allows(
                own, action(checkType), separator < 0 ? address : address.substring(0, separator));
    }

    private @Nullable Set<String> rolesOf(@Nullable String user, @Nullable String password) {
        String givenUser = user == null ? "" : user;
        String givenPassword = password == null ? "" : password;
        if (node.user().equals(givenUser)) {
            return same(node.password(), givenPassword) ? Set.of(BrokerPermissions.NODE) : null;
        }
        BrokerAuthenticator authenticator = BrokerDoor.current();
        Set<String> roles = authenticator.open()
                ? Set.of(BrokerPermissions.ADMIN)
                : authenticator.rolesOf(givenUser, givenPassword);
        if (roles == null) {
            return null;
        }
        Set<String> withoutNode = new HashSet<>(roles);
        withoutNode.remove(BrokerPermissions.NODE);
        return withoutNode;
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static BrokerPermissions.Action action(CheckType check) {
        return switch (check) {
            case SEND -> BrokerPermissions.Action.SEND;
            case CONSUME -> BrokerPermissions.Action.CONSUME;
            case BROWSE -> BrokerPermissions.Action.BROWSE;
            case CREATE_ADDRESS, CREATE_NON_DURABLE_QUEUE -> BrokerPermissions.Action.CREATE_TEMPORARY;
            case CREATE_DURABLE_QUEUE -> BrokerPermissions.Action.CREATE_DURABLE;
            case DELETE_ADDRESS, DELETE_DURABLE_QUEUE, DELETE_NON_DURABLE_QUEUE -> BrokerPermissions.Action.DELETE;
            case MANAGE, VIEW, EDIT -> BrokerPermissions.Action.MANAGE;
        };
    }
}
