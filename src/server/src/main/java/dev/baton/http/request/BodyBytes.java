package dev.baton.http.request;

import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.connection.ApiConnection;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
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
import java.util.Optional;

/**
 * Reads a body before it is parsed: all of it, as far as it may go, and only UTF-8. The parser
 * would guess other encodings, and take for UTF-8 what is none. It has to come soon, because a
 * thread waits for it.
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
    HttpServerRequest request = current.getCurrent().request();
    byte[] body = read(context, request, most + 1);
    if (body.length > most) {
      // What still comes is kept for nobody, and its sender may read only when it has sent it.
      request.handler(null).resume();
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

  /** A connection that ends meanwhile is its caller's doing: no failure of this program. */
  private static byte[] read(
      ReaderInterceptorContext context, HttpServerRequest request, int most) {
    Optional<ApiConnection> connection = ApiConnection.of(request);
    connection.ifPresent(waiting -> waiting.awaitsBody(request));
    try {
      return context.getInputStream().readNBytes(most);
    } catch (IOException cut) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON,
          "The body did not come to its end (%s); send all of it at once."
              .formatted(cut.getMessage()));
    } finally {
      connection.ifPresent(waiting -> waiting.bodyEnded(request));
    }
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
