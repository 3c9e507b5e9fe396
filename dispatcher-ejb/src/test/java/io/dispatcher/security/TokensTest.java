package io.dispatcher.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
    @TempDir
    private Path dataDir;

    private Database database;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private Tokens tokens;

    @BeforeEach
    void open() {
        database = Database.open(Settings.of(Map.of("dispatcher.data-dir", dataDir.toString())));
        tokens = new Tokens(database.dataSource(), dataDir, new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static TokenRequest request(Role role, String name) {
        return new TokenRequest(role, name, null, Set.of(), null);
    }

    @Test
    void open_until_the_first_token_and_never_again() throws Exception {
        assertThat(tokens.open()).isTrue();

        NewToken made = tokens.create(request(Role.ADMIN, "root"));
        tokens.revoke(made.token().id());

        assertThat(tokens.open()).isFalse();
        assertThat(TokenFile.anyExists(dataDir)).isTrue();
    }

    @Test
    void a_secret_tells_who_calls_until_it_is_revoked() throws Exception {
        NewToken made = tokens.create(request(Role.OPERATOR, "ci"));

        Caller caller = tokens.check(made.secret());
        assertThat(caller).isNotNull();
        assertThat(caller.name()).isEqualTo("ci");
        assertThat(caller.may(Role.VIEWER)).isTrue();
        assertThat(caller.may(Role.ADMIN)).isFalse();
        assertThat(tokens.check(made.secret() + "x")).isNull();

        assertThat(tokens.revoke(made.token().id())).isTrue();
        assertThat(tokens.check(made.secret())).isNull();
        assertThat(tokens.revoke("nope")).isFalse();
    }

    @Test
    void who_came_in_with_a_token_is_admitted_until_it_ends() throws Exception {
        NewToken revoked = tokens.create(request(Role.AGENT, "a"));
        NewToken expiring = tokens.create(new TokenRequest(Role.VIEWER, null, null, Set.of(), Duration.ofHours(1)));
        Caller agent = tokens.check(revoked.secret());
        Caller viewer = tokens.check(expiring.secret());
        assertThat(tokens.admits(agent)).isTrue();
        assertThat(tokens.admits(viewer)).isTrue();
        assertThat(tokens.admits(Caller.OPEN)).isTrue();

        tokens.revoke(revoked.token().id());
        now = now.plusSeconds(3600);

        assertThat(tokens.admits(agent)).isFalse();
        assertThat(tokens.admits(viewer)).isFalse();
    }

    @Test
    void a_token_ends_when_it_expires() throws Exception {
        NewToken made = tokens.create(new TokenRequest(Role.VIEWER, null, null, Set.of(), Duration.ofHours(1)));

        now = now.plusSeconds(3599);
        assertThat(tokens.check(made.secret())).isNotNull();
        now = now.plusSeconds(1);
        assertThat(tokens.check(made.secret())).isNull();
    }

    @Test
    void two_valid_tokens_do_not_share_a_name() throws Exception {
        NewToken made = tokens.create(request(Role.VIEWER, "same"));
        assertThatThrownBy(() -> tokens.create(request(Role.VIEWER, "same")))
                .isInstanceOf(Tokens.NameTakenException.class);
        tokens.revoke(made.token().id());
        assertThat(tokens.create(request(Role.VIEWER, "same")).token().name()).isEqualTo("same");
    }

    @Test
    void a_token_made_offline_works_after_the_next_start() throws Exception {
        NewToken made = TokenFile.create(
                dataDir, new TokenRequest(Role.AGENT, "edge", "agent-7", Set.of("up1", "up2"), Duration.ofDays(1)));
        List<Path> files;
        try (var list = Files.list(TokenFile.directory(dataDir))) {
            files = list.toList();
        }
        assertThat(files).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.get(0))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(files.get(0))).doesNotContain(made.secret());

        now = Instant.now();
        tokens.importFiles();
        tokens.refresh();

        Caller caller = tokens.check(made.secret());
        assertThat(caller).isNotNull();
        assertThat(caller.mayBeAgent("agent-7")).isTrue();
        assertThat(caller.mayBeAgent("agent-8")).isFalse();
        assertThat(caller.mayClaim("up1")).isTrue();
        assertThat(caller.mayClaim("up3")).isFalse();
        assertThat(caller.may(Role.VIEWER)).isFalse();
        assertThat(files.get(0)).doesNotExist();
    }

    @Test
    void what_a_token_may_not_be_is_refused_by_name() {
        assertThatThrownBy(() -> request(Role.VIEWER, "two words")).hasMessageContaining("name");
        assertThatThrownBy(() -> new TokenRequest(Role.VIEWER, "a", "agent", Set.of(), null))
                .hasMessageContaining("agent_id");
        assertThatThrownBy(() -> new TokenRequest(Role.VIEWER, "a", null, Set.of(), Duration.ZERO))
                .hasMessageContaining("expires");
    }

    @Test
    void whatIsMadeAndRevokedIsToldOnce() throws Exception {
        List<String> told = new ArrayList<>();
        tokens.listen(new TokenListener() {
            @Override
            public void created(Token token) {
                told.add("created " + token.name());
            }

            @Override
            public void revoked(Token token) {
                told.add("revoked " + token.name());
            }
        });

        Token token = tokens.create(new TokenRequest(Role.VIEWER, "one", null, Set.of(), null))
                .token();
        tokens.revoke(token.id());
        tokens.revoke(token.id());
        tokens.revoke("nobody");

        assertThat(told).containsExactly("created one", "revoked one");
    }
}
