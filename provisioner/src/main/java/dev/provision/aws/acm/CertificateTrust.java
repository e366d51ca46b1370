package dev.provision.aws.acm;

import dev.provision.aws.Api;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import software.amazon.awssdk.services.acm.AcmClient;

/**
 * Trusts exactly the certificate that ACM holds, whatever name it is asked under: a check of a new load balancer calls it by
 * its own name, before the domain is known everywhere.
 */
public final class CertificateTrust {
    private final CertificateSource source;
    private final Api<AcmClient> acm;

    CertificateTrust(CertificateSource source, Api<AcmClient> acm) {
        this.source = source;
        this.acm = acm;
    }

    /** For clients of the load balancer; asks ACM for the certificate. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Pinned(certificate())}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has TLS", impossible);
        }
    }

    private X509Certificate certificate() throws CertificateException {
        String arn = source.arn()
                .orElseThrow(() -> new IllegalStateException("there is no certificate yet"))
                .value();
        String pem = acm.call(c -> c.getCertificate(r -> r.certificateArn(arn)).certificate());
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    /** What is needed of AWS to know it. */
    public static String action() {
        return "acm:GetCertificate";
    }

    /** The extended kind, for to any other the JDK adds the check of the name. */
    private static final class Pinned extends X509ExtendedTrustManager {
        private final X509Certificate wanted;

        Pinned(X509Certificate wanted) {
            this.wanted = wanted;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0 || !chain[0].equals(wanted)) {
                throw new CertificateException("the load balancer shows another certificate than ACM holds for it");
            }
            chain[0].checkValidity();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("there are no clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("there are no clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("there are no clients");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
