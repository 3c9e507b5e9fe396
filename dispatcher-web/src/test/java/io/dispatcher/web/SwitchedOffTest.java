package io.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.FailureType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwitchedOffTest {
    private static SwitchedOff with(String option, String value) {
        return new SwitchedOff(Settings.of(Map.of("dispatcher." + option, value)));
    }

    @Test
    void nothingIsOffByDefault() {
        SwitchedOff none = new SwitchedOff(Settings.of(Map.of()));
        assertThat(none.refuses("/api/scenarios")).isNull();
        assertThat(none.refuses("/api/proxy/request")).isNull();
    }

    @Test
    void aFeatureIsOffWithAllThatIsBelowIt() {
        SwitchedOff scenarios = with("enable-scenarios", "false");
        assertThat(scenarios.refuses("/api/scenarios/1/run"))
                .isNotNull()
                .satisfies(failure -> assertThat(failure.type()).isEqualTo(FailureType.FEATURE_DISABLED))
                .satisfies(failure -> assertThat(failure.detail()).contains("--enable-scenarios"));
        assertThat(scenarios.refuses("/api/scenariosque")).isNull();
        SwitchedOff targets = with("enable-target-proxy", "false");
        assertThat(targets.refuses("/api/targets")).isNotNull();
        assertThat(targets.refuses("/api/proxy/request")).isNotNull();
        assertThat(targets.refuses("/api/scenarios")).isNull();
    }
}
