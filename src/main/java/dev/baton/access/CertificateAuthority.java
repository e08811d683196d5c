package dev.baton.access;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

/** Issues the certificates by which control plane and agents know each other; EC P-256 only. */
record CertificateAuthority(CertifiedKey root, Clock clock) {

  /** Ten years: replacing it means visiting every host. */
  private static final Duration LIFE = Duration.ofDays(3650);

  /** A host whose clock is hours behind, or in another time zone, must still accept a new one. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  /** A new authority with a new key. */
  static CertificateAuthority create(Clock clock) throws GeneralSecurityException, IOException {
    KeyPair keys = freshKeys();
    X500Name name = new X500Name("O=Baton,CN=Baton CA");
    X509v3CertificateBuilder builder = builder(name, name, keys, clock.instant(), LIFE);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return new CertificateAuthority(
        new CertifiedKey(keys.getPrivate(), signed(builder, keys.getPrivate())), clock);
  }

  /**
   * A certificate with a new key.
   *
   * @throws IllegalArgumentException when it would outlive the authority
   */
  CertifiedKey issue(Subject subject, Duration life) throws GeneralSecurityException, IOException {
    Instant end = root.certificate().getNotAfter().toInstant();
    if (clock.instant().plus(life).isAfter(end)) {
      throw new IllegalArgumentException("the CA itself ends on %s; ask for less".formatted(end));
    }
    KeyPair keys = freshKeys();
    X500Name issuer =
        X500Name.getInstance(root.certificate().getSubjectX500Principal().getEncoded());
    X500Name name = new X500Name("O=Baton,CN=" + subject.name());
    X509v3CertificateBuilder builder = builder(issuer, name, keys, clock.instant(), life);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(uses(subject)));
    builder.addExtension(Extension.subjectAlternativeName, false, names(subject));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root.certificate()));
    return new CertifiedKey(keys.getPrivate(), signed(builder, root.key()));
  }

  private static KeyPurposeId[] uses(Subject subject) {
    return switch (subject) {
      case Subject.Agent agent ->
          new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
      case Subject.ControlPlane replica -> new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth};
    };
  }

  private static GeneralNames names(Subject subject) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, subject.uri()));
    if (subject instanceof Subject.Agent agent) {
      names.add(new GeneralName(GeneralName.dNSName, agent.host().value()));
      agent.addresses().forEach(ip -> names.add(new GeneralName(GeneralName.iPAddress, ip)));
    }
    return new GeneralNames(names.toArray(new GeneralName[0]));
  }

  private static KeyPair freshKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, Instant from, Duration life)
      throws GeneralSecurityException, IOException {
    return new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, new SecureRandom()).setBit(126),
            Date.from(from.minus(BACKDATED)),
            Date.from(from.plus(life)),
            subject,
            keys.getPublic())
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("the CA's key cannot sign", e);
    }
  }
}
