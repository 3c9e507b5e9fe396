package io.dispatcher.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatorUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://h:8000,ws://h:8000/ws,8000",
        "https://h/,wss://h/ws,443",
        "http://[::1]:8000/base/,ws://[::1]:8000/base/ws,8000",
        "ws://h,ws://h/ws,80"
    })
    void theSocketIsBesideTheApi(String text, String socket, int port) {
        assertThat(CoordinatorUrl.parse(text).socket()).hasToString(socket);
        assertThat(CoordinatorUrl.parse(text).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h:8000", "ftp://h", "http://", "http://u:p@h", "http://h/?q", "http://h h"})
    void whatIsNoCoordinatorIsNamed(String text) {
        assertThatThrownBy(() -> CoordinatorUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
