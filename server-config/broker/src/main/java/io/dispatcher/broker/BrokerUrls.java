package io.dispatcher.broker;

import java.util.Map;
import java.util.TreeMap;

/** Locator URLs with the client settings this product relies on. */
final class BrokerUrls {

    private BrokerUrls() {}

    static String inVm(int id) {
        return external("vm://" + id);
    }

    /** The same URL with our client settings where it does not say otherwise itself. */
    static String external(String url) {
        StringBuilder result = new StringBuilder(url);
        defaults().forEach((name, value) -> {
            if (!url.contains(name + "=")) {
                result.append(result.indexOf("?") < 0 ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(value);
            }
        });
        return result.toString();
    }

    private static Map<String, String> defaults() {
        return new TreeMap<>(Map.of(
                "minLargeMessageSize", Integer.toString(BrokerConfiguration.LARGE_MESSAGE),
                // Without a confirmation window a completion handler is called right after the send.
                "confirmationWindowSize", Integer.toString(4 << 20),
                // Bounds every blocking call to the broker (milliseconds).
                "callTimeout", "5000"));
    }
}
