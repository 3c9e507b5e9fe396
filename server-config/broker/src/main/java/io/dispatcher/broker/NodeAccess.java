package io.dispatcher.broker;

/**
 * How this node reaches its broker.
 *
 * @param url for {@code ActiveMQClient.createServerLocator}: in-VM when the broker is embedded
 * @param user the node's user
 * @param password the node's secret; never log it
 */
public record NodeAccess(String url, String user, String password) {

    @Override
    public String toString() {
        return "NodeAccess[url=" + url + ", user=" + user + ", password=***]";
    }
}
