package io.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.security.Caller;
import io.dispatcher.security.Role;
import io.dispatcher.security.TokenRequest;
import io.dispatcher.security.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
    @TempDir
    private Path dataDir;

    private Database database;
    private Tokens tokens;
    private Gate gate;

    @BeforeEach
    void open() {
        database = Database.open(Settings.of(Map.of("dispatcher.data-dir", dataDir.toString())));
        tokens = new Tokens(database.dataSource(), dataDir, Clock.systemUTC());
        gate = new Gate(tokens, new Origins(URI.create("https://dispatch.example")));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** A request as the container shows it. */
    private final class Asked {
        private final String method;
        private final String path;
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final Map<String, Object> attributes = new HashMap<>();
        private String local = "127.0.0.1";
        private String remote = "127.0.0.1";

        Asked(String method, String path) {
            this.method = method;
            this.path = path;
            headers.put("Host", "127.0.0.1:8000");
        }

        Asked with(String name, String value) {
            headers.put(name, value);
            return this;
        }

        Asked over(String localAddress, String remoteAddress) {
            local = localAddress;
            remote = remoteAddress;
            return this;
        }

        FailureType refusal() {
            HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {HttpServletRequest.class},
                    (proxy, called, arguments) -> switch (called.getName()) {
                        case "getMethod" -> method;
                        case "getHeader" -> headers.get((String) arguments[0]);
                        case "getLocalAddr" -> local;
                        case "getRemoteAddr" -> remote;
                        case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                        default -> throw new UnsupportedOperationException(called.getName());
                    });
            Failure failure = gate.admit(request, path, Access.of(method, path));
            return failure == null ? null : failure.type();
        }

        Caller caller() {
            assertThat(refusal()).isNull();
            return (Caller) attributes.get(SecurityFilter.CALLER);
        }
    }

    private String token(Role role) throws Exception {
        return "Bearer "
                + tokens.create(new TokenRequest(role, null, null, Set.of(), null))
                        .secret();
    }

    @Test
    void without_tokens_loopback_may_do_everything_and_others_nothing() {
        assertThat(new Asked("DELETE", "/api/agents/a").caller().open()).isTrue();
        assertThat(new Asked("GET", "/api/history")
                        .over("192.0.2.1", "192.0.2.9")
                        .refusal())
                .isEqualTo(FailureType.UNAUTHORIZED);
        assertThat(new Asked("GET", "/health/ready")
                        .over("192.0.2.1", "192.0.2.9")
                        .refusal())
                .isEqualTo(FailureType.UNAUTHORIZED);
    }

    @Test
    void without_tokens_a_foreign_host_name_is_refused() {
        assertThat(new Asked("GET", "/api/history")
                        .with("Host", "rebound.example")
                        .refusal())
                .isEqualTo(FailureType.FORBIDDEN);
        for (String host : new String[] {"localhost:8000", "[::1]:8000", "127.0.0.2", "dispatch.example"}) {
            assertThat(new Asked("GET", "/api/history").with("Host", host).refusal())
                    .as(host)
                    .isNull();
        }
    }

    @Test
    void a_page_of_another_origin_may_read_nothing_away_and_change_nothing() throws Exception {
        for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:9999"}) {
            assertThat(new Asked("POST", "/api/execute").with("Origin", origin).refusal())
                    .as(origin)
                    .isEqualTo(FailureType.FORBIDDEN);
            assertThat(new Asked("GET", "/ws")
                            .with("Upgrade", "websocket")
                            .with("Origin", origin)
                            .refusal())
                    .isEqualTo(FailureType.FORBIDDEN);
        }
        assertThat(new Asked("POST", "/api/execute")
                        .with("Sec-Fetch-Site", "cross-site")
                        .refusal())
                .isEqualTo(FailureType.FORBIDDEN);
        assertThat(new Asked("POST", "/api/execute")
                        .with("Origin", "http://127.0.0.1:8000")
                        .refusal())
                .isNull();
        assertThat(new Asked("POST", "/api/execute")
                        .with("Origin", "https://dispatch.example")
                        .refusal())
                .isNull();
    }

    @Test
    void with_a_token_made_everybody_needs_one() throws Exception {
        String viewer = token(Role.VIEWER);

        assertThat(new Asked("GET", "/api/history").refusal()).isEqualTo(FailureType.UNAUTHORIZED);
        assertThat(new Asked("GET", "/api/history")
                        .with("Authorization", "Bearer nope")
                        .refusal())
                .isEqualTo(FailureType.UNAUTHORIZED);
        assertThat(new Asked("GET", "/api/history")
                        .with("Authorization", viewer)
                        .caller()
                        .role())
                .isEqualTo(Role.VIEWER);
        assertThat(new Asked("POST", "/api/execute")
                        .with("Authorization", viewer)
                        .refusal())
                .isEqualTo(FailureType.FORBIDDEN);
    }

    @Test
    void roles_may_what_the_contract_says() throws Exception {
        String operator = token(Role.OPERATOR);
        String admin = token(Role.ADMIN);
        String agent = token(Role.AGENT);

        assertThat(new Asked("POST", "/api/execute")
                        .with("Authorization", operator)
                        .refusal())
                .isNull();
        assertThat(new Asked("DELETE", "/api/agents/a")
                        .with("Authorization", operator)
                        .refusal())
                .isEqualTo(FailureType.FORBIDDEN);
        assertThat(new Asked("DELETE", "/api/agents/a")
                        .with("Authorization", admin)
                        .refusal())
                .isNull();
        assertThat(new Asked("GET", "/api/history").with("Authorization", agent).refusal())
                .isEqualTo(FailureType.FORBIDDEN);
        assertThat(new Asked("POST", "/api/agents/register")
                        .with("Authorization", agent)
                        .refusal())
                .isNull();
    }

    @Test
    void monitoring_needs_no_token_from_this_machine_only() throws Exception {
        token(Role.ADMIN);

        assertThat(new Asked("GET", "/metrics").refusal()).isNull();
        assertThat(new Asked("GET", "/metrics").over("192.0.2.1", "192.0.2.9").refusal())
                .isEqualTo(FailureType.UNAUTHORIZED);
        assertThat(new Asked("GET", "/console/").over("192.0.2.1", "192.0.2.9").refusal())
                .isNull();
    }

    @Test
    void the_agents_channel_refuses_by_its_own_close_codes() throws Exception {
        token(Role.ADMIN);

        assertThat(new Asked("GET", "/ws").with("Upgrade", "websocket").caller())
                .isSameAs(Caller.ANONYMOUS);
        assertThat(new Asked("GET", "/ws").refusal()).isEqualTo(FailureType.UNAUTHORIZED);
    }

    @Test
    void in_a_tunnel_the_callers_token_has_its_own_header() throws Exception {
        String operator = token(Role.OPERATOR);

        assertThat(new Asked("GET", "/t/up/x").with("Authorization", operator).refusal())
                .isEqualTo(FailureType.UNAUTHORIZED);
        assertThat(new Asked("GET", "/t/up/x")
                        .with("Dispatcher-Authorization", operator)
                        .refusal())
                .isNull();
    }
}
