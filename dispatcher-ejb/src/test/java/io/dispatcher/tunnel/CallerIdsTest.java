package io.dispatcher.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.TunnelIds;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerIdsTest {
    private static final String CLIENT = "dispatcher-client-id";
    private static final String REQUEST = "dispatcher-client-req-id";

    @Test
    void whatTheRequestSaysCounts() throws Exception {
        String id = UUID.randomUUID().toString();
        assertThat(CallerIds.of(List.of(new HeaderField(CLIENT, "laptop"), new HeaderField(REQUEST, " " + id)), "ci"))
                .isEqualTo(new CallerIds("laptop", id));
    }

    @Test
    void whatItDoesNotSayIsMadeUp() throws Exception {
        CallerIds known = CallerIds.of(List.of(), "ci");
        assertThat(known.clientId()).isEqualTo("ci");
        assertThat(UUID.fromString(known.clientReqId()).version()).isEqualTo(7);
        assertThat(CallerIds.of(List.of(), null).clientId()).isEqualTo("anonymous");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-x",
                "a b",
                "a,b",
                "x\u00e4",
                "0123456789012345678901234567890123456789012345678901234567890123x"
            })
    void whatIsNoIdIsNamed(String value) {
        assertThatThrownBy(() -> CallerIds.of(List.of(new HeaderField(REQUEST, value)), null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(TunnelIds.CLIENT_REQ_ID);
        assertThatThrownBy(() -> CallerIds.of(List.of(new HeaderField(CLIENT, value)), null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(TunnelIds.CLIENT_ID);
    }

    @Test
    void twoIdsAreNone() {
        assertThatThrownBy(
                        () -> CallerIds.of(List.of(new HeaderField(REQUEST, "a"), new HeaderField(REQUEST, "b")), null))
                .isInstanceOf(InvalidRequestException.class);
    }
}
