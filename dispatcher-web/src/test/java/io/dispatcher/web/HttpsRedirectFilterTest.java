package io.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpsRedirectFilterTest {
    @Test
    void theLocationIsTheSameOverTls() {
        assertThat(HttpsRedirectFilter.location("h", 8443, "/a%20b", "c=d&e")).isEqualTo("https://h:8443/a%20b?c=d&e");
        assertThat(HttpsRedirectFilter.location("h", 443, "/", null)).isEqualTo("https://h/");
        assertThat(HttpsRedirectFilter.location("::1", 9, "/", null)).isEqualTo("https://[::1]:9/");
        assertThat(HttpsRedirectFilter.location("[::1]", 9, "/", null)).isEqualTo("https://[::1]:9/");
    }
}
