package io.dispatcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void defaults_are_the_contracts() {
        Settings settings = Settings.of(Map.of());

        assertThat(settings.strategy()).isEqualTo("round_robin");
        assertThat(settings.waits()).isEqualTo(new Settings.Waits(null, 5, null, 30, Map.of()));
        assertThat(settings.limits().maxBodyBytes()).isEqualTo(1_048_576);
        assertThat(settings.limits().requestsPerSecond()).isZero();
        assertThat(settings.history()).isEqualTo(new Settings.History(0, 604_800));
        assertThat(settings.database().url()).isNull();
        assertThat(settings.httpsRedirectPort()).isNull();
        assertThat(settings.binds()).containsExactly(new BindAddress("127.0.0.1", 8000));
    }

    @Test
    void a_wait_may_be_another_for_some_upstreams() {
        Settings.Waits waits = Settings.of(
                        Map.of("dispatcher.upstream-wait", "shop=0, 20,mail=1.5", "dispatcher.reply-wait", "shop=120"))
                .waits();

        assertThat(waits.upstream()).isEqualTo(20);
        assertThat(waits.reply()).isNull();
        assertThat(waits.byUpstream())
                .isEqualTo(Map.of(
                        "shop", new Settings.Waits.OfUpstream(null, 120.0, 0.0),
                        "mail", new Settings.Waits.OfUpstream(null, null, 1.5)));
    }

    @Test
    void binds_take_the_port_where_they_have_none_and_leave_out_the_default_host() {
        Settings settings =
                Settings.of(Map.of("dispatcher.bind", "[::1]:81,10.0.0.1, [fd00::1],fd00::2", "dispatcher.port", "9"));

        assertThat(settings.binds())
                .containsExactly(
                        new BindAddress("::1", 81),
                        new BindAddress("10.0.0.1", 9),
                        new BindAddress("fd00::1", 9),
                        new BindAddress("fd00::2", 9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strategy|fastest",
                "ack-wait|-1",
                "ack-wait|NaN",
                "ack-wait|soon",
                "ack-wait|shop=soon",
                "upstream-wait|5,6",
                "upstream-wait|shop=5,shop=6",
                "reply-wait|a b=5",
                "reply-wait|=5",
                "max-body-bytes|1900001",
                "max-body-bytes|0",
                "history-limit|-1",
                "allow|10.0.0.0/33",
                "deny|example.com",
                "bind|[::1",
                "redirect-http|perhaps",
                "bind|h:99999",
                "node-name|a b",
                "require-demo-token|true",
                "server-name|a\u00e9",
                "event-buffer-size|0",
                "advertise-url|ftp://x",
                "db-url|jdbc:mysql://x"
            })
    void a_bad_value_is_refused_in_one_line_that_names_the_option(String option, String value) {
        assertThatThrownBy(() -> Settings.of(Map.of("dispatcher." + option, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("--" + option)
                .hasMessageNotContaining("\n");
    }

    @Test
    void plain_http_is_redirected_only_where_that_was_asked() {
        assertThat(Settings.of(Map.of("dispatcher.https-port", "9")).httpsRedirectPort())
                .isNull();
        assertThat(Settings.of(Map.of("dispatcher.redirect-http", "true")).httpsRedirectPort())
                .isEqualTo(8443);
        assertThat(Settings.of(Map.of("dispatcher.redirect-http", "true", "dispatcher.https-port", "9"))
                        .httpsRedirectPort())
                .isEqualTo(9);
    }

    @Test
    void a_demo_token_is_required_where_one_is_given_unless_told_otherwise() {
        assertThat(Settings.of(Map.of()).playground()).isEqualTo(new Settings.Playground(true, "dispatcher", null));
        assertThat(Settings.of(Map.of("dispatcher.demo-token", "x"))
                        .playground()
                        .demoToken())
                .isEqualTo("x");
        assertThat(Settings.of(Map.of("dispatcher.demo-token", "x", "dispatcher.require-demo-token", "false"))
                        .playground()
                        .demoToken())
                .isNull();
    }

    @Test
    void a_generated_node_name_is_kept(@TempDir Path dataDir) {
        Settings settings = Settings.of(Map.of("dispatcher.data-dir", dataDir.toString()));

        String first = NodeName.resolve(settings);

        assertThat(NodeName.resolve(settings)).isEqualTo(first).startsWith("node-");
    }

    @Test
    void theLabIsOnUnlessItIsSwitchedOff() {
        assertThat(Settings.of(Map.of()).lab()).isEqualTo(new Settings.Lab(262_144, 1_000));
        assertThat(Settings.of(Map.of(
                                "dispatcher.enable-playground", "false",
                                "dispatcher.max-mock-body-bytes", "5000",
                                "dispatcher.max-mock-routes", "7"))
                        .lab())
                .isEqualTo(new Settings.Lab(5_000, 7));
    }
}
