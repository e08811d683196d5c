package dev.baton.eventlog.checkpoint;

import dev.baton.protocol.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Signatures of RFC 8032. Keys travel as base64 of their X.509 form, in files as PEM. */
public final class Ed25519 {

  static final String NAME = "Ed25519";

  private Ed25519() {}

  /**
   * The public key in a PEM file, as checkpoints carry it.
   *
   * @throws IOException when there is none of that kind in the file
   */
  public static String publicKeyIn(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      byte[] form =
          Pem.content(Pem.PUBLIC_KEY, text)
              .orElseThrow(() -> new InvalidKeyException("it has no block of one"));
      return Base64.getEncoder().encodeToString(publicKey(form).getEncoded());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds no ed25519 public key in PEM form", e);
    }
  }

  /** Base64. */
  static String sign(PrivateKey key, String text) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(NAME);
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  /** False also for what is no key or no signature at all. */
  static boolean verify(String key, String text, String signed) {
    try {
      Signature signature = Signature.getInstance(NAME);
      signature.initVerify(publicKey(Base64.getDecoder().decode(key)));
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.verify(Base64.getDecoder().decode(signed));
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      return false;
    }
  }

  private static PublicKey publicKey(byte[] form) throws GeneralSecurityException {
    return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(form));
  }
}
