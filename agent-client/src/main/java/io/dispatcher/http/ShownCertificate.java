package io.dispatcher.http;

import io.dispatcher.protocol.PeerCertificate;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The certificate of a TLS session's other end. */
final class ShownCertificate {
    private ShownCertificate() {}

    static @Nullable PeerCertificate of(@Nullable SSLSession session) {
        if (session == null) {
            return null;
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first ? of(first) : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private static PeerCertificate of(X509Certificate certificate) {
        return new PeerCertificate(
                cut(certificate.getSubjectX500Principal().getName()),
                cut(certificate.getIssuerX500Principal().getName()),
                certificate.getNotBefore().getTime(),
                certificate.getNotAfter().getTime());
    }

    private static String cut(String name) {
        return name.length() <= PeerCertificate.LONGEST_NAME ? name : name.substring(0, PeerCertificate.LONGEST_NAME);
    }
}
