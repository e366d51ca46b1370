package dev.provision.localcloud.acm;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of one local cloud. Its key lives and dies with it; whoever trusts its certificate trusts the
 * certificates that this cloud issues.
 */
public final class LocalAuthority {
    private static final X500Name NAME = new X500Name("CN=Local cloud root CA,O=provision");
    private static final Duration ROOT_VALIDITY = Duration.ofDays(3650);
    private static final int SERIAL_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys;
    private final X509Certificate root;

    /**
     * A leaf and its key.
     *
     * @param keys of the leaf
     * @param certificate the leaf
     */
    record Leaf(KeyPair keys, X509Certificate certificate) {}

    /** @param start from when on its certificates are valid */
    public LocalAuthority(Instant start) {
        keys = generate("EC_prime256v1");
        root = sign(NAME, keys, start, start.plus(ROOT_VALIDITY), List.of());
    }

    /** The root certificate, for clients that should trust this cloud. */
    public X509Certificate root() {
        return root;
    }

    /**
     * Issues a certificate with a new key. It is valid for as long already as the root, since whoever calls goes by the clock
     * on the wall, and the cloud's may be ahead of that.
     *
     * @param keyAlgorithm as ACM names it, for example {@code RSA_2048}, {@code EC_prime256v1}
     */
    Leaf issue(List<String> names, String keyAlgorithm, Instant to) {
        KeyPair leafKeys = generate(keyAlgorithm);
        return new Leaf(
                leafKeys,
                sign(
                        new X500Name("CN=" + names.getFirst()),
                        leafKeys,
                        root.getNotBefore().toInstant(),
                        to,
                        names));
    }

    private static KeyPair generate(String algorithm) {
        try {
            if (algorithm.startsWith("RSA_")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(Integer.parseInt(algorithm.substring("RSA_".length())));
                return generator.generateKeyPair();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(algorithm.equals("EC_secp384r1") ? "secp384r1" : "secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA and the NIST curves", e);
        }
    }

    private X509Certificate sign(X500Name subject, KeyPair subjectKeys, Instant from, Instant to, List<String> names) {
        boolean leaf = !names.isEmpty();
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            NAME,
                            new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 2),
                            Date.from(from),
                            Date.from(to),
                            subject,
                            subjectKeys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(!leaf))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            identifiers.createSubjectKeyIdentifier(subjectKeys.getPublic()))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(keys.getPublic()))
                    .addExtension(Extension.keyUsage, true, usage(leaf));
            if (leaf) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }));
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(names.stream()
                                .map(name -> new GeneralName(GeneralName.dNSName, name))
                                .toArray(GeneralName[]::new)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("the parts of a certificate are all our own", e);
        }
    }

    private static KeyUsage usage(boolean leaf) {
        return leaf
                ? new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)
                : new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }
}
