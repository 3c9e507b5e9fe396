package io.dispatcher.boot.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Trusts one certificate and no other, whoever signed it and whatever name it has: to see that it is ours that answers. */
public final class OwnCertificateOnly implements X509TrustManager {
    private final X509Certificate own;

    private OwnCertificateOnly(X509Certificate own) {
        this.own = own;
    }

    public static SSLContext context(ServerCertificate certificate) throws CertificateProblem {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {
                        new OwnCertificateOnly(certificate.chain().get(0))
                    },
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new CertificateProblem("This Java runtime has no TLS: " + e.getMessage());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (chain.length == 0 || !chain[0].equals(own)) {
            throw new CertificateException("another certificate than the coordinator's answers");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("for no clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
