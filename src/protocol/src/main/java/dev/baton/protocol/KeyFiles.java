package dev.baton.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Certificate, key and trust of one side, read from their files at one moment.
 *
 * @param chain own certificate first
 * @param revoked text of the list of revoked certificates; empty without a list
 * @param digest SHA-256 of all that was read
 */
public record KeyFiles(
    List<X509Certificate> chain,
    PrivateKey key,
    List<X509Certificate> authorities,
    String revoked,
    String digest) {

  public KeyFiles {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
  }

  /** Where they are; the list of revoked certificates may be missing. */
  public record Places(Path certificate, Path key, Path trust, Optional<Path> revoked) {

    /** Of what the files hold now. */
    public String digest() throws IOException, GeneralSecurityException {
      MessageDigest digest = Digests.sha256();
      for (Path file : List.of(certificate, key, trust)) {
        digest.update(Files.readAllBytes(file));
        digest.update((byte) 0);
      }
      digest.update(list().getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest());
    }

    private String list() throws IOException {
      try {
        return revoked.isEmpty() ? "" : Files.readString(revoked.get(), StandardCharsets.US_ASCII);
      } catch (NoSuchFileException none) {
        return "";
      }
    }

    /**
     * Reads all of them.
     *
     * @throws GeneralSecurityException if they do not go together, as while they are being replaced
     */
    public KeyFiles read() throws IOException, GeneralSecurityException {
      String before = digest();
      KeyFiles files =
          new KeyFiles(
              Pem.certificates(certificate),
              Pem.privateKey(key),
              Pem.certificates(trust),
              list(),
              before);
      if (!digest().equals(before)) {
        throw new GeneralSecurityException(certificate + ", its key or trust is being replaced");
      }
      if (!fits(files.key(), files.chain().getFirst())) {
        throw new GeneralSecurityException("%s is not the key of %s".formatted(key, certificate));
      }
      return files;
    }
  }

  /** Whether the certificate is of that key; both are elliptic curve or RSA. */
  public static boolean fits(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    String algorithm = "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
    byte[] words = {1, 2, 3};
    Signature own = Signature.getInstance(algorithm);
    own.initSign(key);
    own.update(words);
    Signature check = Signature.getInstance(algorithm);
    check.initVerify(certificate);
    check.update(words);
    return check.verify(own.sign());
  }

  /** Whom this side trusts. */
  public AuthorityTrust trusted() throws GeneralSecurityException, IOException {
    return new AuthorityTrust(authorities, RevocationList.of(revoked, authorities));
  }
}
