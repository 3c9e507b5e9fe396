package io.dispatcher.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.protocol.BodyStreams;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelRequestTest {
    private static final TunnelWaits WAITS =
            new TunnelWaits(30, 5, 60, Map.of("slow", new Settings.Waits.OfUpstream(9.0, 120.0, null)));
    private static final ForwardedTrace TRACE = new ForwardedTrace(true, true, List.of());
    private static final CallerIds IDS = new CallerIds("laptop", "r-1");

    private static ExecuteRequest order(String upstream, String target, HeaderField... headers)
            throws InvalidRequestException {
        return new TunnelRequest(upstream, "GET", target, List.of(headers), "192.0.2.7", "http")
                .order(WAITS, TRACE, IDS, new byte[0], null);
    }

    private static HeaderField header(String name, String value) {
        return new HeaderField(name, value);
    }

    private static List<String> names(ExecuteRequest order) {
        return order.headers().stream().map(HeaderField::name).toList();
    }

    @Test
    void pathAndQueryStayAsTheyCame() throws Exception {
        ExecuteRequest order = order("shop", "/a%2Fb/c;d=1?x=%20&y&=z");
        assertThat(order.uri()).hasToString("upstream://shop/a%2Fb/c;d=1?x=%20&y&=z");
        assertThat(WorkOrder.upstream(order.uri().toString())).isEqualTo("shop");
        assertThat(order.selection().upstream()).isEqualTo("shop");
    }

    @Test
    void whatBrowsersSendThoughTheyShouldNotIsEncoded() throws Exception {
        assertThat(order("shop", "/a|b?q={\"x\":[1]}").uri())
                .hasToString("upstream://shop/a%7Cb?q=%7B%22x%22:%5B1%5D%7D");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "a b", "a%20b", "ä", "a/b", "..", "a.b"})
    void anUpstreamIsAName(String name) {
        assertThatThrownBy(() -> order(name, "/"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("upstream");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, false, true",
        "PUT, false, true",
        "POST, false, false",
        "PUT, true, false",
        "DELETE, true, false",
    })
    void whatIsStreamedCannotComeTwice(String method, boolean streamed, boolean repeatable) throws Exception {
        TunnelRequest request = new TunnelRequest("shop", method, "/", List.of(), "192.0.2.7", "http");
        BodyStreams streams = new BodyStreams("token", null, streamed);
        assertThat(request.order(WAITS, TRACE, IDS, new byte[0], streams).repeatable())
                .isEqualTo(repeatable);
    }

    @Test
    void anUpgradeCanComeTwiceUntilItIsAnswered() throws Exception {
        TunnelRequest request = new TunnelRequest(
                "shop",
                "GET",
                "/",
                List.of(header("Connection", "Upgrade"), header("Upgrade", "websocket")),
                "192.0.2.7",
                "http");
        BodyStreams streams = new BodyStreams("token", null, true);
        assertThat(request.order(WAITS, TRACE, IDS, new byte[0], streams).repeatable())
                .isTrue();
    }

    @Test
    void onlyAnUpgradeToAnotherProtocolThanHttpIsPassedOn() throws Exception {
        HeaderField connection = header("Connection", "keep-alive, Upgrade");
        HeaderField webSocket = header("Upgrade", "websocket");
        assertThat(order("shop", "/", connection, webSocket).headers()).contains(webSocket);
        assertThat(names(order("shop", "/", webSocket))).doesNotContain("Upgrade");
        assertThat(names(order("shop", "/", connection, header("Upgrade", "h2c"))))
                .doesNotContain("Upgrade");
        assertThat(names(order("shop", "/", connection, webSocket, header("Content-Length", "3"))))
                .doesNotContain("Upgrade");
    }

    @Test
    void whatBelongsToTheCallersConnectionIsNotPassedOn() throws Exception {
        ExecuteRequest order = order(
                "shop",
                "/",
                header("Connection", "keep-alive, X-Mine"),
                header("X-Mine", "1"),
                header("Keep-Alive", "timeout=5"),
                header("TE", "trailers"),
                header("Transfer-Encoding", "chunked"),
                header("Upgrade", "h2c"),
                header("Proxy-Authorization", "Basic x"),
                header("Dispatcher-Authorization", "Bearer secret"),
                header("Dispatcher-Reply-Wait", "3"),
                header("dispatcher-client-id", "laptop"),
                header("Authorization", "Bearer theirs"),
                header("X-Theirs", "2"));
        assertThat(names(order))
                .containsExactly(
                        "Authorization",
                        "X-Theirs",
                        "Forwarded",
                        "Via",
                        "Dispatcher-Client-Id",
                        "Dispatcher-Client-Req-Id");
        assertThat(order.headers())
                .contains(header("Dispatcher-Client-Id", "laptop"), header("Dispatcher-Client-Req-Id", "r-1"));
    }

    @Test
    void whoAskedIsToldInTheStandardsWay() throws Exception {
        assertThat(order("shop", "/", header("Host", "front:8000")).headers())
                .contains(header("Forwarded", "for=192.0.2.7;proto=http;host=\"front:8000\""));
        ExecuteRequest v6 = new TunnelRequest("shop", "GET", "/", List.of(), "2001:db8::1", "https")
                .order(WAITS, TRACE, IDS, new byte[0], null);
        assertThat(v6.headers()).contains(header("Forwarded", "for=\"[2001:db8::1]\";proto=https"));
    }

    @Test
    void waitsAreTheSettingsUnlessTheRequestSays() throws Exception {
        ExecuteRequest usual = order("shop", "/");
        assertThat(List.of(usual.agentWait(), usual.ackWait(), usual.replyWait()))
                .containsExactly(30.0, 5.0, 60.0);
        ExecuteRequest slow = order("slow", "/", header("Dispatcher-Ack-Wait", "1"));
        assertThat(List.of(slow.agentWait(), slow.ackWait(), slow.replyWait())).containsExactly(30.0, 1.0, 120.0);
        ExecuteRequest own = order(
                "shop",
                "/",
                header("dispatcher-upstream-wait", "0"),
                header("Dispatcher-Ack-Wait", "1.5"),
                header("Dispatcher-Reply-Wait", "86400"));
        assertThat(List.of(own.agentWait(), own.ackWait(), own.replyWait())).containsExactly(0.0, 1.5, 86_400.0);
        assertThat(own.ttl()).as("an agent that is there may still be busy").isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "Dispatcher-Upstream-Wait, -1",
        "Dispatcher-Ack-Wait, soon",
        "Dispatcher-Reply-Wait, 86401",
        "Dispatcher-Reply-Wait, NaN"
    })
    void aWaitThatIsNoneIsNamed(String name, String value) {
        assertThatThrownBy(() -> order("shop", "/", header(name, value)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(name.toLowerCase(Locale.ROOT));
    }

    @Property
    void anyTargetIsPassedOnOrRefused(
            @ForAll @StringLength(max = 60) @CharRange(from = 0, to = 0x2FF) String target,
            @ForAll @StringLength(max = 20) String upstream) {
        try {
            ExecuteRequest order = order(upstream, "/" + target);
            assertThat(order.uri().toString())
                    .startsWith("upstream://" + upstream + "/")
                    .isPrintable();
        } catch (InvalidRequestException e) {
            assertThat(e.failure().type().httpStatus()).isEqualTo(400);
        }
    }
}
