package io.dispatcher.boot.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A certificate that signs itself, made once and kept: enough to try TLS, trusted by nobody who was not told to. */
public final class DevelopmentCertificate {
    private static final int IP_ADDRESS = 7;
    private static final String ALIAS = "development";
    private static final String PASSWORD_VARIABLE = "DISPATCHER_KEYTOOL_PASSWORD";

    private final Path certificate;
    private final Path key;

    /** Kept as {@code development.crt} and {@code development.key}. */
    public DevelopmentCertificate(Path directory) {
        certificate = directory.resolve("development.crt");
        key = directory.resolve("development.key");
    }

    /** What clients must be told to trust. */
    public Path file() {
        return certificate;
    }

    /**
     * The kept one, or a new one if there is none, its time is over or it does not name a host.
     *
     * @param hosts names and addresses that clients will use, beside those of loopback
     */
    public ServerCertificate forHosts(Collection<String> hosts) throws CertificateProblem {
        Set<String> names = new HashSet<>(hosts);
        names.addAll(List.of("localhost", "127.0.0.1", "::1"));
        if (Files.exists(certificate) && Files.exists(key)) {
            ServerCertificate kept = ServerCertificate.read(certificate, key);
            if (!kept.outOfDate() && covers(kept.chain().get(0), names)) {
                return kept;
            }
        }
        try {
            make(names);
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateProblem(
                    "No development certificate can be made (" + e.getMessage() + "): give --tls-cert and --tls-key");
        }
        return ServerCertificate.read(certificate, key);
    }

    private static boolean covers(X509Certificate certificate, Set<String> names) {
        try {
            Set<Object> covered = new HashSet<>();
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                Object value = name.get(1);
                covered.add(name.get(0).equals(IP_ADDRESS) ? InetAddress.getByName((String) value) : value);
            }
            for (String name : names) {
                if (!covered.contains(isAddress(name) ? InetAddress.getByName(name) : name)) {
                    return false;
                }
            }
            return true;
        } catch (CertificateParsingException | UnknownHostException e) {
            return false;
        }
    }

    private static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }

    private void make(Set<String> names) throws IOException, GeneralSecurityException {
        Path directory = Files.createDirectories(
                certificate.toAbsolutePath().getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path store = directory.resolve("development.p12");
        Files.deleteIfExists(store);
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        try {
            keytool(store, password, names);
            KeyStore made = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                made.load(in, password.toCharArray());
            }
            Pem.write(
                    key,
                    "PRIVATE KEY",
                    made.getKey(ALIAS, password.toCharArray()).getEncoded());
            Pem.write(certificate, "CERTIFICATE", made.getCertificate(ALIAS).getEncoded());
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static void keytool(Path store, String password, Set<String> names) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "825",
                "-dname",
                "CN=Dispatcher development certificate",
                "-ext",
                "SAN=" + names.stream().map(DevelopmentCertificate::alternative).collect(Collectors.joining(",")),
                "-ext",
                "EKU=serverAuth",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                PASSWORD_VARIABLE);
        command.environment().put(PASSWORD_VARIABLE, password);
        Process keytool = command.redirectErrorStream(true).start();
        keytool.getOutputStream().close();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool: " + said.lines().findFirst().orElse("failed"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("keytool was interrupted", e);
        }
    }

    private static String alternative(String name) {
        return (isAddress(name) ? "ip:" : "dns:") + name;
    }
}
