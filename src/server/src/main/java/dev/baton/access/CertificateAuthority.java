package dev.baton.access;

import dev.baton.protocol.RevocationList;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CRLHolder;
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
  CertifiedKey issue(CertificateSubject subject, Duration validity)
      throws GeneralSecurityException, IOException {
    Instant end = root.certificate().getNotAfter().toInstant();
    if (clock.instant().plus(validity).isAfter(end)) {
      throw new IllegalArgumentException("the CA itself ends on %s; ask for less".formatted(end));
    }
    KeyPair keys = freshKeys();
    X500Name issuer =
        X500Name.getInstance(root.certificate().getSubjectX500Principal().getEncoded());
    X500Name name = new X500Name("O=Baton,CN=" + subject.name());
    X509v3CertificateBuilder builder = builder(issuer, name, keys, clock.instant(), validity);
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

  /**
   * The list of revoked certificates with these on it too; its number grows by one. It names no
   * earlier end than that of the authority, because there is nobody who would make it again.
   */
  X509CRL revoke(Optional<X509CRL> before, List<BigInteger> serials)
      throws GeneralSecurityException, IOException {
    X500Name issuer =
        X500Name.getInstance(root.certificate().getSubjectX500Principal().getEncoded());
    Date now = Date.from(clock.instant());
    X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer, now);
    builder.setNextUpdate(root.certificate().getNotAfter());
    BigInteger number = BigInteger.ONE;
    if (before.isPresent()) {
      builder.addCRL(new JcaX509CRLHolder(before.get()));
      number = RevocationList.number(before.get()).add(BigInteger.ONE);
    }
    for (BigInteger serial : serials) {
      if (before.isEmpty() || before.get().getRevokedCertificate(serial) == null) {
        builder.addCRLEntry(serial, now, CRLReason.unspecified);
      }
    }
    builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
    try {
      return new JcaX509CRLConverter()
          .getCRL(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(root.key())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("the CA's key cannot sign", e);
    }
  }

  private static KeyPurposeId[] uses(CertificateSubject subject) {
    return switch (subject) {
      case CertificateSubject.AgentSubject agent ->
          new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
      case CertificateSubject.ReplicaSubject replica ->
          new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth};
    };
  }

  private static GeneralNames names(CertificateSubject subject) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, subject.uri()));
    if (subject instanceof CertificateSubject.AgentSubject agent) {
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
      X500Name issuer, X500Name subject, KeyPair keys, Instant from, Duration validity)
      throws GeneralSecurityException, IOException {
    return new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, new SecureRandom()).setBit(126),
            Date.from(from.minus(BACKDATED)),
            Date.from(from.plus(validity)),
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
