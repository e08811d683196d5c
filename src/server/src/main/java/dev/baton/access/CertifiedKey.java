package dev.baton.access;

import dev.baton.protocol.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and the private key that belongs to it. */
record CertifiedKey(PrivateKey key, X509Certificate certificate) {

  /** Of the authority in that folder, as {@link CaInit} wrote it. */
  static CertifiedKey ofAuthority(Path dir) throws IOException, GeneralSecurityException {
    return new CertifiedKey(
        Pem.privateKey(dir.resolve("ca.key")), Pem.certificates(dir.resolve("ca.crt")).getFirst());
  }
}
