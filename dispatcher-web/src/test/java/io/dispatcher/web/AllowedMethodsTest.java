package io.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowedMethodsTest {
    @Test
    void methods_of_a_path_are_those_described() throws Exception {
        try (var description = AllowedMethodsTest.class.getResourceAsStream("/openapi.json")) {
            AllowedMethods methods = new AllowedMethods(description);

            assertThat(methods.of("/api/execute")).isEqualTo("POST");
            assertThat(methods.of("/conns")).isEqualTo("GET, HEAD");
            assertThat(methods.of("/api/agents/a1")).isEqualTo("GET, HEAD, DELETE");
            assertThat(methods.of("/nowhere")).isNull();
        }
    }
}
