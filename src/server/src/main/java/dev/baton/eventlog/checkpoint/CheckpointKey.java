package dev.baton.eventlog.checkpoint;

import dev.baton.embedded.SecretFile;
import dev.baton.protocol.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/**
 * The key that signs checkpoints.
 *
 * @param publicKey base64 of its X.509 form
 */
public record CheckpointKey(PrivateKey privateKey, String publicKey) {

  /**
   * The key in that file (PKCS #8, PEM, as {@code openssl genpkey -algorithm ed25519} writes it);
   * made when there is no file.
   *
   * @throws IOException when the file holds something else
   */
  public static CheckpointKey in(Path file) throws IOException {
    String text = SecretFile.readOrCreate(file, CheckpointKey::fresh);
    try {
      byte[] form =
          Pem.content(Pem.PRIVATE_KEY, text)
              .orElseThrow(() -> new InvalidKeyException("it has no block of one"));
      PrivateKey key =
          KeyFactory.getInstance(Ed25519.NAME).generatePrivate(new PKCS8EncodedKeySpec(form));
      return new CheckpointKey(key, publicHalf(form));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          file + " holds no ed25519 private key; one is made when there is no such file", e);
    }
  }

  String sign(String text) {
    try {
      return Ed25519.sign(privateKey, text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that could be read can sign", e);
    }
  }

  String publicPem() {
    return Pem.text(Pem.PUBLIC_KEY, Base64.getDecoder().decode(publicKey));
  }

  /** The JDK reads a private key but does not tell its public half. */
  private static String publicHalf(byte[] privateForm) throws IOException {
    var key = (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(privateForm);
    byte[] form =
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key.generatePublicKey())
            .getEncoded();
    return Base64.getEncoder().encodeToString(form);
  }

  private static String fresh() {
    try {
      return Pem.of(KeyPairGenerator.getInstance(Ed25519.NAME).generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + Ed25519.NAME, e);
    }
  }

  @Override
  public String toString() {
    return "checkpoint key " + publicKey;
  }
}
