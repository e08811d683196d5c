package dev.baton.protocol;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * Certificates that an authority has taken back: CRLs of RFC 5280 as PEM text. A list counts only
 * when an authority that is trusted has signed it; it stays in force after its next update is due.
 *
 * @param lists signed by a trusted authority, at most one of each
 * @param foreign how many others there were
 */
public record RevocationList(List<X509CRL> lists, int foreign) {

  /** Nothing is revoked. */
  public static final RevocationList NONE = new RevocationList(List.of(), 0);

  private static final String NUMBER = "2.5.29.20"; // RFC 5280, section 5.2.3
  private static final int WRAPPED =
      4; // an OCTET STRING and the INTEGER in it, one length byte each

  public RevocationList {
    lists = List.copyOf(lists);
  }

  /**
   * Reads the lists of a text; empty text has none.
   *
   * @throws GeneralSecurityException if it is no PEM text of CRLs
   */
  public static RevocationList of(String pem, List<X509Certificate> authorities)
      throws GeneralSecurityException {
    if (pem.isBlank()) {
      return NONE;
    }
    List<X509CRL> all =
        CertificateFactory.getInstance("X.509")
            .generateCRLs(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
            .stream()
            .map(X509CRL.class::cast)
            .toList();
    if (all.isEmpty()) {
      throw new GeneralSecurityException("no list of revoked certificates in it");
    }
    List<X509CRL> signed =
        all.stream()
            .filter(list -> authorities.stream().anyMatch(one -> hasSigned(one, list)))
            .toList();
    return new RevocationList(signed, all.size() - signed.size());
  }

  private static boolean hasSigned(X509Certificate authority, X509CRL list) {
    try {
      list.verify(authority.getPublicKey());
      return list.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    } catch (GeneralSecurityException foreign) {
      return false;
    }
  }

  /** Whether its authority has taken this certificate back. */
  public boolean revokes(X509Certificate certificate) {
    return lists.stream()
        .anyMatch(list ->
            list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
                && list.getRevokedCertificate(certificate.getSerialNumber()) != null);
  }

  /** Whether it is as new as the other for every authority that the other has a list of. */
  public boolean supersedes(RevocationList other) {
    return other.lists.stream()
        .allMatch(old ->
            lists.stream()
                .anyMatch(list ->
                    list.getIssuerX500Principal().equals(old.getIssuerX500Principal())
                        && number(list).compareTo(number(old)) >= 0));
  }

  /** The number of a list, which grows with each; 0 if it has none. */
  public static BigInteger number(X509CRL list) {
    byte[] value = list.getExtensionValue(NUMBER);
    return value == null || value.length <= WRAPPED
        ? BigInteger.ZERO
        : new BigInteger(Arrays.copyOfRange(value, WRAPPED, value.length));
  }
}
