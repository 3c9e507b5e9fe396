package io.dispatcher.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be known before the server starts, each failure one line. */
final class StartChecks {

    private static final int CONNECT_MILLIS = 3_000;
    private static final Pattern AUTHORITY = Pattern.compile("//(?:[^@/]*@)?(?:\\[([^]]+)]|([^:/,;?)]+))(?::(\\d+))?");
    private static final int BROKER_DEFAULT_PORT = 61_616;
    private static final int POSTGRES_DEFAULT_PORT = 5_432;

    private final Settings settings;
    private final DataDirectory data;

    StartChecks(Settings settings, DataDirectory data) {
        this.settings = settings;
        this.data = data;
    }

    /** The real addresses, all of them free and allowed. */
    List<Bind> binds() throws StartException {
        List<Bind> binds = Listeners.plan(settings);
        if (noTokenYet()) {
            for (Bind bind : binds) {
                refuseIfPublic(bind.url("http"), bind);
            }
        }
        return binds;
    }

    /** The ports of proxies, all of them free and allowed. */
    List<Proxy> proxies() throws StartException {
        List<Proxy> proxies = Proxy.plan(settings);
        if (noTokenYet()) {
            for (Proxy proxy : proxies) {
                refuseIfPublic("proxy " + proxy.bind().url("http"), proxy.bind());
            }
        }
        return proxies;
    }

    /** The settings with what the start decided: ports, name. */
    Settings settings(Endpoints endpoints, List<Proxy> proxies) throws StartException {
        Settings result = settings.with(Options.NODE_NAME, data.nodeName(settings.get(Options.NODE_NAME)))
                .with(Options.PORT, Integer.toString(endpoints.http().get(0).port()))
                .with(Options.BINDS, String.join(",", endpoints.urls()));
        if (!endpoints.secure().isEmpty()) {
            result = result.with(
                    Options.HTTPS_PORT,
                    Integer.toString(endpoints.secure().get(0).port()));
        }
        if (!proxies.isEmpty()) {
            result = result.with(
                    Options.PROXY, proxies.stream().map(Proxy::option).collect(Collectors.joining(",")));
        }
        result = broker(result);
        if (settings.get(Options.DB_URL).isPresent()) {
            reach(settings.require(Options.DB_URL), POSTGRES_DEFAULT_PORT, "--db-url");
        }
        return result;
    }

    private Settings broker(Settings result) throws StartException {
        if (settings.get(Options.BROKER_URL).isPresent()) {
            reach(settings.require(Options.BROKER_URL), BROKER_DEFAULT_PORT, "--broker-url");
            return result;
        }
        int wanted = settings.number(Options.BROKER_PORT);
        Bind bind = new Bind(settings.require(Options.BROKER_HOST), wanted == 0 ? Listeners.freePort() : wanted);
        Listeners.probe(bind, "--broker-port");
        if (noTokenYet()) {
            refuseIfPublic("broker " + bind.url("tcp"), bind);
        }
        return result.with(Options.BROKER_PORT, Integer.toString(bind.port()));
    }

    /** With a shared database the application knows whether tokens exist, and refuses the start itself. */
    private boolean noTokenYet() {
        return !data.tokensExist() && settings.get(Options.DB_URL).isEmpty();
    }

    private void refuseIfPublic(String what, Bind bind) throws StartException {
        try {
            if (!bind.loopback()) {
                throw StartException.usage(what + " is reachable from outside and no token exists: make one first with"
                        + " dispatcher token create --role admin --data-dir " + data.path());
            }
        } catch (IOException e) {
            throw StartException.usage("Cannot look up the address " + bind.host());
        }
    }

    /** One of several is enough. */
    private static void reach(String url, int defaultPort, String option) throws StartException {
        Matcher matcher = AUTHORITY.matcher(url);
        StartException last = null;
        while (matcher.find()) {
            last = reach(matcher, defaultPort, option);
            if (last == null) {
                return;
            }
        }
        if (last != null) {
            throw last;
        }
    }

    /** @return why not; null if it can be reached */
    private static @Nullable StartException reach(Matcher matcher, int defaultPort, String option) {
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        int port = matcher.group(3) == null ? defaultPort : Integer.parseInt(matcher.group(3));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), CONNECT_MILLIS);
            return null;
        } catch (IOException e) {
            return StartException.runtime(
                    "Cannot reach " + host + ":" + port + " (" + e.getMessage() + "): start it or correct " + option);
        }
    }
}
