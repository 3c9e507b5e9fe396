package io.dispatcher.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.config.Settings;
import io.dispatcher.protocol.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForwardedTraceTest {
    private static final HeaderField OTHER = new HeaderField("Accept", "*/*");
    private static final HeaderField OURS =
            new HeaderField("Forwarded", "for=192.0.2.7;proto=https;host=\"a \\\"b\\\"\"");
    private static final HeaderField VIA = new HeaderField("Via", "1.1 dispatcher");
    private static final List<HeaderField> THEIRS = List.of(
            new HeaderField("forwarded", "for=10.0.0.1"),
            new HeaderField("X-Forwarded-For", "10.0.0.1"),
            new HeaderField("X-Real-IP", "10.0.0.1"),
            new HeaderField("via", "1.1 before"));

    private static List<HeaderField> told(String remote, Map<String, String> settings) {
        List<HeaderField> headers = new ArrayList<>(THEIRS);
        headers.add(OTHER);
        ForwardedTrace.of(Settings.of(settings).forwarded()).apply(headers, remote, "https", "a \"b\"");
        return headers;
    }

    private static List<HeaderField> list(List<HeaderField> first, HeaderField... then) {
        List<HeaderField> all = new ArrayList<>(first);
        all.addAll(List.of(then));
        return all;
    }

    @Test
    void theWayBeforeIsKeptAndThisHopAdded() {
        assertThat(told("192.0.2.7", Map.of())).isEqualTo(list(THEIRS, OTHER, OURS, VIA));
    }

    @Test
    void replacingDropsWhatCame() {
        assertThat(told("192.0.2.7", Map.of("dispatcher.forwarded", "replace"))).containsExactly(OTHER, OURS, VIA);
    }

    @Test
    void switchedOffNothingIsAdded() {
        assertThat(told("192.0.2.7", Map.of("dispatcher.forwarded", "off"))).isEqualTo(list(THEIRS, OTHER));
    }

    @Test
    void onlyTrustedCallersAreBelieved() {
        Map<String, String> settings = Map.of("dispatcher.trusted-proxy", "192.0.2.0/24, 2001:db8::1");
        assertThat(told("192.0.2.7", settings)).isEqualTo(list(THEIRS, OTHER, OURS, VIA));
        assertThat(told("192.0.3.7", settings)).hasSize(3).containsSequence(OTHER);
        assertThat(told("2001:db8::1", settings)).hasSize(7);
        assertThat(told("2001:db8::2", settings)).hasSize(3);
    }
}
