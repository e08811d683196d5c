package dev.baton.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates as PEM text, RFC 7468. */
public final class Pem {

  /** The label of a private key in its PKCS #8 form. */
  public static final String PRIVATE_KEY = "PRIVATE KEY";

  /** The label of a public key in its X.509 form. */
  public static final String PUBLIC_KEY = "PUBLIC KEY";

  private Pem() {}

  /** The certificate as text. */
  public static String of(X509Certificate certificate) throws GeneralSecurityException {
    return text("CERTIFICATE", certificate.getEncoded());
  }

  /** The list of revoked certificates as text. */
  public static String of(X509CRL list) throws GeneralSecurityException {
    return text("X509 CRL", list.getEncoded());
  }

  /** The key as text: a secret. */
  public static String of(PrivateKey key) {
    return text(PRIVATE_KEY, key.getEncoded());
  }

  /** A block of that label as text. */
  public static String text(String label, byte[] der) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
  }

  /**
   * What the first block of that label holds, however its lines are broken; empty without one.
   *
   * @throws IllegalArgumentException when it is no base64
   */
  public static Optional<byte[]> content(String label, String text) {
    Matcher matcher =
        Pattern.compile("-----BEGIN %s-----([^-]+)-----END %s-----".formatted(label, label))
            .matcher(text);
    return matcher.find()
        ? Optional.of(Base64.getMimeDecoder().decode(matcher.group(1)))
        : Optional.empty();
  }

  /** All certificates of the file, in its order; at least one. */
  public static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    byte[] bytes = Files.readAllBytes(file);
    List<X509Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException(file + " holds no certificate");
    }
    return certificates;
  }

  /** The PKCS #8 private key of the file, elliptic curve or RSA. */
  public static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    byte[] encoded =
        content(PRIVATE_KEY, Files.readString(file, StandardCharsets.US_ASCII))
            .orElseThrow(
                () -> new GeneralSecurityException(file + " holds no PKCS#8 'BEGIN PRIVATE KEY'"));
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
    try {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    } catch (InvalidKeySpecException notElliptic) {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    }
  }
}
