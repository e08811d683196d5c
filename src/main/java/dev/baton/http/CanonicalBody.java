package dev.baton.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;

/** The fingerprint of a body: order of fields and white space make no difference (RFC 8785). */
@ApplicationScoped
class CanonicalBody {

  private final ObjectMapper json;

  CanonicalBody(ObjectMapper json) {
    this.json = json;
  }

  /** SHA-256 as lower-case hex. */
  String hash(Object body) {
    try {
      byte[] canonical = new JsonCanonicalizer(json.writeValueAsString(body)).getEncodedUTF8();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
