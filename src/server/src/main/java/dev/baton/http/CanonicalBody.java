package dev.baton.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.protocol.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
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
      return Digests.of(canonical);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
