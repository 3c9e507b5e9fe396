package io.dispatcher.boot.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentCertificateTest {
    @TempDir
    private Path directory;

    @Test
    void itIsMadeOnceAndAgainWhenAHostIsNew() throws Exception {
        DevelopmentCertificate development = new DevelopmentCertificate(directory.resolve("tls"));

        ServerCertificate first = development.forHosts(List.of("127.0.0.1"));
        assertThat(first.outOfDate()).isFalse();
        assertThat(development.forHosts(List.of("::1", "localhost"))).isEqualTo(first);

        ServerCertificate wider = development.forHosts(List.of("fd00::7", "node.example"));
        assertThat(wider).isNotEqualTo(first);
        assertThat(wider.chain().get(0).getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .contains("fd00:0:0:0:0:0:0:7", "node.example", "localhost", "127.0.0.1");
        assertThat(development.forHosts(List.of("127.0.0.1"))).isEqualTo(wider);
    }

    @Test
    void onlyTheOwnerCanReadTheKey() throws Exception {
        Path tls = directory.resolve("tls");
        new DevelopmentCertificate(tls).forHosts(List.of());

        assertThat(permissions(tls)).isEqualTo("rwx------");
        assertThat(permissions(tls.resolve("development.key"))).isEqualTo("rw-------");
        try (var files = Files.list(tls)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("development.crt", "development.key");
        }
    }

    @Test
    void theKeyStoreReplacesWhatWasThereAndHoldsBoth() throws Exception {
        ServerCertificate certificate = new DevelopmentCertificate(directory.resolve("tls")).forHosts(List.of());
        Path store = Files.writeString(directory.resolve("store.p12"), "before");

        certificate.store(store, "s1as", "changeit".toCharArray());

        assertThat(permissions(store)).isEqualTo("rw-------");
        KeyStore read = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            read.load(in, "changeit".toCharArray());
        }
        assertThat(read.getKey("s1as", "changeit".toCharArray())).isEqualTo(certificate.key());
        assertThat(read.getCertificateChain("s1as"))
                .containsExactly(certificate.chain().get(0));
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        new DevelopmentCertificate(directory.resolve("one")).forHosts(List.of());
        new DevelopmentCertificate(directory.resolve("two")).forHosts(List.of());

        assertThatThrownBy(() -> ServerCertificate.read(
                        directory.resolve("one/development.crt"), directory.resolve("two/development.key")))
                .isInstanceOf(CertificateProblem.class)
                .hasMessageStartingWith("--tls-key")
                .hasMessageNotContaining("\n");
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
