package dev.provision.localcloud.balancer;

import dev.provision.localcloud.acm.Certificate;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/** Which certificate a client sees: the one for the host it asks for, else the default one. Certificates can be replaced. */
final class ListenerCertificates extends X509ExtendedKeyManager {
    private volatile List<Certificate> certificates;

    ListenerCertificates(List<Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    void replace(List<Certificate> next) {
        certificates = List.copyOf(next);
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private Optional<Certificate> choose(String keyType, SSLSession session) {
        List<Certificate> now = certificates;
        Optional<Certificate> asked = session instanceof ExtendedSSLSession extended
                ? extended.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .flatMap(host -> now.stream().filter(one -> one.covers(host)))
                        .findFirst()
                : Optional.empty();
        return asked.or(() -> now.stream().findFirst())
                .filter(one -> keyType.startsWith(one.key().getAlgorithm()));
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return choose(keyType, ((SSLSocket) socket).getHandshakeSession())
                .map(Certificate::arn)
                .orElse(null);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return choose(keyType, engine.getHandshakeSession())
                .map(Certificate::arn)
                .orElse(null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return named(alias)
                .map(one -> one.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return named(alias).map(Certificate::key).orElse(null);
    }

    private Optional<Certificate> named(String alias) {
        return certificates.stream().filter(one -> one.arn().equals(alias)).findFirst();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return certificates.stream().map(Certificate::arn).toArray(String[]::new);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
