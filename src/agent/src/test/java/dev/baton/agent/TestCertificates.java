package dev.baton.agent;

import dev.baton.protocol.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of the test's own, with what it has issued as PEM files in one folder. */
public final class TestCertificates {

  private final Path folder;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private int serial = 1;

  public TestCertificates(Path folder) throws IOException, GeneralSecurityException {
    this.folder = Files.createDirectories(folder);
    keys = keyPair();
    X500Principal name = new X500Principal("CN=authority of " + folder.getFileName());
    certificate = sign(name, keys, true);
    Files.writeString(trust(), pem("CERTIFICATE", certificate.getEncoded()));
  }

  /** PEM file of the authority. */
  Path trust() {
    return folder.resolve("ca.crt");
  }

  /** Issues {@code NAME.crt} and {@code NAME.key} with those URI names, good for 127.0.0.1. */
  public Credentials issue(String name, String... uris)
      throws IOException, GeneralSecurityException {
    KeyPair own = keyPair();
    X509Certificate issued = sign(new X500Principal("CN=" + name), own, false, uris);
    Credentials files =
        new Credentials(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), trust());
    Files.writeString(files.certificate(), pem("CERTIFICATE", issued.getEncoded()));
    Files.writeString(files.key(), pem("PRIVATE KEY", own.getPrivate().getEncoded()));
    Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-------"));
    return files;
  }

  /**
   * Takes certificates back: writes {@code revoked.pem} beside the authority's own.
   *
   * @param number of the list
   */
  public Path revoke(int number, Path... certificates)
      throws IOException, GeneralSecurityException {
    X500Name name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    Date now = Date.from(Instant.now());
    X509v2CRLBuilder builder = new X509v2CRLBuilder(name, now);
    for (Path file : certificates) {
      BigInteger revoked = Pem.certificates(file).getFirst().getSerialNumber();
      builder.addCRLEntry(revoked, now, CRLReason.unspecified);
    }
    try {
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
      X509CRL list =
          new JcaX509CRLConverter()
              .getCRL(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
      return Files.writeString(folder.resolve("revoked.pem"), Pem.of(list));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** PEM files of one party. */
  public record Credentials(Path certificate, Path key, Path trust) {}

  private X509Certificate sign(
      X500Principal subject, KeyPair own, boolean authority, String... uris)
      throws IOException, GeneralSecurityException {
    Instant now = Instant.now();
    X500Principal issuer = authority ? subject : certificate.getSubjectX500Principal();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(serial++),
            Date.from(now.minus(Duration.ofMinutes(5))),
            Date.from(now.plus(Duration.ofHours(1))),
            subject,
            own.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!authority) {
        GeneralName[] names = new GeneralName[uris.length + 1];
        Arrays.setAll(
            names,
            i ->
                i < uris.length
                    ? new GeneralName(GeneralName.uniformResourceIdentifier, uris[i])
                    : new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String pem(String kind, byte[] content) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, lines, kind);
  }
}
