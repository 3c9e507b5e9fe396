package io.dispatcher.boot.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The key and the certificate chain of the TLS listeners, known to belong together.
 *
 * @param chain the server's own certificate first
 */
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
    private static final byte[] SAMPLE = {1, 2, 3};

    /**
     * Reads a certificate chain and its key.
     *
     * @throws CertificateProblem naming the option of the file that is wrong
     */
    public static ServerCertificate read(Path certificates, Path key) throws CertificateProblem {
        List<X509Certificate> chain = chain(certificates, "--tls-cert");
        return new ServerCertificate(key(key, "--tls-key", chain.get(0)), chain);
    }

    private static List<X509Certificate> chain(Path file, String option) throws CertificateProblem {
        List<X509Certificate> chain = new ArrayList<>();
        for (Pem.Section section : Pem.read(file, option)) {
            if (section.label().equals("CERTIFICATE")) {
                try {
                    chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(section.bytes())));
                } catch (CertificateException e) {
                    throw new CertificateProblem(option + ": " + file + " has a certificate that is malformed");
                }
            }
        }
        if (chain.isEmpty()) {
            throw new CertificateProblem(option + ": " + file + " holds no PEM certificate");
        }
        return List.copyOf(chain);
    }

    private static PrivateKey key(Path file, String option, X509Certificate certificate) throws CertificateProblem {
        for (Pem.Section section : Pem.read(file, option)) {
            if (section.label().equals("PRIVATE KEY")) {
                return matching(file, option, section.bytes(), certificate);
            }
            if (section.label().endsWith("PRIVATE KEY")) {
                throw new CertificateProblem(
                        option + ": " + file + " is not an unencrypted PKCS #8 key: convert it with"
                                + " openssl pkcs8 -topk8 -nodes -in " + file + " -out NEW");
            }
        }
        throw new CertificateProblem(option + ": " + file + " holds no PEM private key");
    }

    private static PrivateKey matching(Path file, String option, byte[] bytes, X509Certificate certificate)
            throws CertificateProblem {
        try {
            String algorithm = certificate.getPublicKey().getAlgorithm();
            PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            Signature signature = Signature.getInstance(signatureFor(algorithm));
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SAMPLE);
            if (signature.verify(signed)) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            // Told below: a key of another kind is another key.
        }
        throw new CertificateProblem(option + ": " + file + " is not the key of the certificate in --tls-cert");
    }

    private static String signatureFor(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
    }

    /** True if its time has not come or is over. */
    public boolean outOfDate() {
        try {
            chain.get(0).checkValidity();
            return false;
        } catch (CertificateException e) {
            return true;
        }
    }

    /** Writes a PKCS #12 key store that only its owner can read: that, and not the password, protects the key. */
    public void store(Path file, String alias, char[] password) throws IOException {
        Files.deleteIfExists(file);
        try (OutputStream out = Files.newOutputStream(Pem.ownerOnly(file))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(alias, key, password, chain.toArray(Certificate[]::new));
            store.store(out, password);
        } catch (GeneralSecurityException e) {
            throw new IOException("the key store cannot be made: " + e.getMessage(), e);
        }
    }
}
