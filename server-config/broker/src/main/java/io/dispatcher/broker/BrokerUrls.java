package io.dispatcher.broker;

import java.util.Map;
import java.util.TreeMap;

/** Locator URLs with the client settings this product relies on. */
final class BrokerUrls {
    /** Both sides keep what is not confirmed: for sessions of small messages that is tens of thousands of objects a MiB. */
    private static final int CONFIRMATION_WINDOW = 256 << 10;

    private BrokerUrls() {}

    static String inVm(int id) {
        return with(everywhere(), "vm://" + id);
    }

    /** The same URL with our client settings where it does not say otherwise itself. */
    static String external(String url) {
        Map<String, String> defaults = everywhere();
        // A broker that vanished without a word is missed after 5 to 15 s, as an agent is (milliseconds).
        defaults.put("clientFailureCheckPeriod", "5000");
        defaults.put("connectionTTL", "15000");
        return with(defaults, url);
    }

    private static String with(Map<String, String> defaults, String url) {
        StringBuilder result = new StringBuilder(url);
        defaults.forEach((name, value) -> {
            if (!url.contains(name + "=")) {
                result.append(result.indexOf("?") < 0 ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(value);
            }
        });
        return result.toString();
    }

    private static Map<String, String> everywhere() {
        return new TreeMap<>(Map.of(
                "minLargeMessageSize", Integer.toString(BrokerConfiguration.LARGE_MESSAGE),
                // Without a confirmation window a completion handler is called right after the send.
                "confirmationWindowSize", Integer.toString(CONFIRMATION_WINDOW),
                // Bounds every blocking call to the broker (milliseconds).
                "callTimeout", "5000"));
    }
}
