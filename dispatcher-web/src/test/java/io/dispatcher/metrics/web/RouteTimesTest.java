package io.dispatcher.metrics.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTimesTest {
    private final RouteTimes routes = new RouteTimes();

    @ParameterizedTest
    @CsvSource({
        "/api/agents, /api/agents",
        "/api/agents/one, /api/agents/{id}",
        "/api/agents/one/drain, /api/agents/{id}/drain",
        "/api/agents/one/two/three, other",
        "/api/agents/, /api/agents/{id}",
        "/api, other",
        "/t/shop, /t/{upstream}/{path}",
        "/t/shop/a/b, /t/{upstream}/{path}",
        "/echo/x, /echo/{s}",
        "/users/7, other",
        "/, /",
        "'', other",
    })
    void aPathIsOneOfTheDescribedRoutesOrOther(String path, String route) {
        routes.read();
        assertThat(routes.route(path)).isEqualTo(route);
    }

    @Test
    void whatOthersInventIsOneRoute() {
        routes.read();
        for (int i = 0; i < 1_000; i++) {
            routes.add("M" + i, routes.route("/x" + i), 404, 1);
        }
        assertThat(routes.json()).containsOnlyKeys("other other");
        assertThat(routes.total()).isEqualTo(1_000);
        assertThat(routes.statusClasses()).containsEntry("4xx", 1_000L);
    }
}
