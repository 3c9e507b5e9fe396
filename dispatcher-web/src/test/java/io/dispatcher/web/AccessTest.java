package io.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/history, VIEWER",
        "GET, /api/tokens, VIEWER",
        "POST, /api/execute, OPERATOR",
        "POST, /api/execute/explain, OPERATOR",
        "POST, /api/agents/a1/drain, OPERATOR",
        "POST, /api/agents/register, AGENT_OR_OPERATOR",
        "DELETE, /api/agents/a1, ADMIN",
        "POST, /api/tokens, ADMIN",
        "DELETE, /api/tokens/t, ADMIN",
        "POST, /api/dead-letters/1/retry, ADMIN",
        "DELETE, /api/dead-letters, ADMIN",
        "GET, /api/dead-letters, VIEWER",
        "GET, /api/dead-letters/1, ADMIN",
        "GET, /api/expired, VIEWER",
        "GET, /api/expired/1, ADMIN",
        "GET, /api/queues, VIEWER",
        "GET, /api/monitors/m/results, VIEWER",
        "POST, /api/monitors/m/pause, OPERATOR",
        "PUT, /api/monitors/m, OPERATOR",
        "DELETE, /api/monitors/m, OPERATOR",
        "GET, /api/callbacks/secret, ADMIN",
        "POST, /api/tokensx, OPERATOR",
        "GET, /ws, AGENT",
        "GET, /t/up/x, OPERATOR",
        "GET, /metrics, LOOPBACK_OR_VIEWER",
        "GET, /health/ready, LOOPBACK_OR_VIEWER",
        "POST, /metrics, OPERATOR",
        "GET, /console/index.html, EVERYBODY",
        "GET, /consolex, VIEWER",
        "BREW, /api/history, OPERATOR",
    })
    void a_path_and_method_need_a_role(String method, String path, Access access) {
        assertThat(Access.of(method, path)).isEqualTo(access);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/agents;x=1/a1, /api/agents/a1",
        "/api/%61gents/a1, /api/agents/a1",
        "//api//agents/a1, /api/agents/a1",
        "/x/../api/agents/a1, /api/agents/a1",
        "/api/./agents/%2e%2e/tokens/t, /api/tokens/t",
        "/api/%74okens, /api/tokens",
    })
    void other_spellings_of_a_path_are_the_same_path(String written, String meant) {
        assertThat(Access.path(written)).isEqualTo(meant);
    }

    @Test
    void what_cannot_be_decoded_is_refused() {
        assertThatThrownBy(() -> Access.path("/api/%zz")).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void normalising_is_stable(@ForAll String text) {
        try {
            String once = Access.path("/" + text);
            if (!once.contains("%") && !once.contains(";")) {
                assertThat(Access.path(once)).isEqualTo(once);
            }
        } catch (IllegalArgumentException e) {
            assertThat(text).contains("%");
        }
    }
}
