package io.dispatcher.boot;

import io.dispatcher.boot.tls.CertificateProblem;
import io.dispatcher.boot.tls.DevelopmentCertificate;
import io.dispatcher.boot.tls.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The TLS side of a start; there is one as soon as any of its options is given.
 *
 * @param binds every address of plain HTTP, with the port of HTTPS
 * @param certificate what they show
 * @param notice what the operator should know of it; empty if nothing
 */
record Https(List<Bind> binds, ServerCertificate certificate, String notice) {

    private static final String DEFAULT_PORT = "8443";
    private static final String OPTION = "--https-port";

    static Optional<Https> plan(Settings settings, List<Bind> http, Path dataDirectory) throws StartException {
        if (!wanted(settings)) {
            return Optional.empty();
        }
        List<Bind> binds = binds(settings, http);
        try {
            return Optional.of(withCertificate(settings, binds, dataDirectory));
        } catch (CertificateProblem e) {
            throw StartException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static boolean wanted(Settings settings) {
        return settings.get(Options.HTTPS_PORT).isPresent()
                || settings.get(Options.TLS_CERT).isPresent()
                || settings.get(Options.TLS_KEY).isPresent()
                || Boolean.parseBoolean(settings.require(Options.ENABLE_TLS))
                || Boolean.parseBoolean(settings.require(Options.REDIRECT_HTTP));
    }

    private static List<Bind> binds(Settings settings, List<Bind> http) throws StartException {
        int port = Integer.parseInt(settings.get(Options.HTTPS_PORT).orElse(DEFAULT_PORT));
        Set<Bind> wanted = new LinkedHashSet<>();
        http.forEach(bind -> wanted.add(bind.withPort(port)));
        try {
            List<Bind> merged = Bind.merged(new ArrayList<>(wanted));
            for (Bind plain : http) {
                for (Bind secure : merged) {
                    if (plain.covers(secure) || secure.covers(plain)) {
                        throw StartException.usage(
                                OPTION + " " + port + " is the port of " + plain.url("http") + ": choose another");
                    }
                }
            }
            return Listeners.withRealPorts(merged, OPTION);
        } catch (UnknownHostException e) {
            throw StartException.usage("Cannot look up the address " + e.getMessage() + ": correct --host or --bind");
        }
    }

    private static Https withCertificate(Settings settings, List<Bind> binds, Path dataDirectory)
            throws CertificateProblem, StartException {
        Optional<String> certificate = settings.get(Options.TLS_CERT);
        Optional<String> key = settings.get(Options.TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw StartException.usage(
                    certificate.isPresent()
                            ? "--tls-cert needs its private key: give --tls-key too"
                            : "--tls-key needs its certificate: give --tls-cert too");
        }
        if (certificate.isPresent() && key.isPresent()) {
            ServerCertificate given = ServerCertificate.read(Path.of(certificate.get()), Path.of(key.get()));
            String notice = given.outOfDate() ? "TLS: the certificate " + certificate.get() + " is out of date" : "";
            return new Https(binds, given, notice);
        }
        DevelopmentCertificate development = new DevelopmentCertificate(dataDirectory.resolve("tls"));
        return new Https(
                binds,
                development.forHosts(hosts(binds)),
                "TLS: with a DEVELOPMENT certificate, which nobody trusts who was not told to (agent and commands: --ca-file "
                        + development.file() + "); --tls-cert and --tls-key replace it");
    }

    /** What clients can reach the binds by. */
    private static Set<String> hosts(List<Bind> binds) throws StartException {
        Set<String> hosts = new LinkedHashSet<>();
        try {
            for (Bind bind : binds) {
                if (!bind.address().isAnyLocalAddress()) {
                    hosts.add(bind.host());
                    continue;
                }
                for (NetworkInterface network :
                        NetworkInterface.networkInterfaces().toList()) {
                    network.inetAddresses()
                            .filter(address -> !address.isLinkLocalAddress())
                            .map(InetAddress::getHostAddress)
                            .map(address -> address.replaceFirst("%.*", ""))
                            .forEach(hosts::add);
                }
            }
            return hosts;
        } catch (IOException e) {
            throw StartException.runtime("The addresses of this machine cannot be listed: " + e.getMessage());
        }
    }
}
