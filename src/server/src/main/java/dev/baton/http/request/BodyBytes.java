package dev.baton.http.request;

import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a body before it is parsed: all of it, as far as it may go, and only UTF-8. The parser
 * would guess other encodings, and take for UTF-8 what is none.
 */
@Provider
@Singleton
class BodyBytes implements ReaderInterceptor {

  private final BodyLimit limit;
  private final CurrentVertxRequest current;

  BodyBytes(BodyLimit limit, CurrentVertxRequest current) {
    this.limit = limit;
    this.current = current;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    int most = (int) Math.min(limit.bytes(), Integer.MAX_VALUE - 1);
    byte[] body = context.getInputStream().readNBytes(most + 1);
    if (body.length > most) {
      // What still comes is kept for nobody, and its sender may read only when it has sent it.
      current.getCurrent().request().handler(null).resume();
      throw limit.exceeded();
    }
    if (!isText(body)) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON,
          "The body could not be read as a JSON object: it is not UTF-8 throughout.");
    }
    context.setInputStream(new ByteArrayInputStream(body));
    return context.proceed();
  }

  /** No JSON in UTF-8 has a NUL; in UTF-16 and UTF-32 every other byte is one. */
  private static boolean isText(byte[] body) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return text.chars().noneMatch(unit -> unit == 0);
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }
}
