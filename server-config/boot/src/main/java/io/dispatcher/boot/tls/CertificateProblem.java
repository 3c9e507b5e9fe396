package io.dispatcher.boot.tls;

/** A certificate or key that cannot be used: one line for the operator, naming the file or option. */
public final class CertificateProblem extends Exception {
    private static final long serialVersionUID = 1L;

    CertificateProblem(String line) {
        super(line);
    }
}
