package dev.baton.eventlog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.baton.pair.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Facts as canonical JSON (RFC 8785) and back. Absent values are left out; fields this version does
 * not know are passed over, so that an older program reads a newer log.
 */
public final class EventCodec {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule(), new NamesModule())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

  private EventCodec() {}

  /** The text that is kept and hashed. */
  public static String write(Fact fact) {
    try {
      return new JsonCanonicalizer(JSON.writeValueAsString(fact)).getEncodedString();
    } catch (IOException e) {
      throw new UncheckedIOException("a fact cannot be written as JSON", e);
    }
  }

  /**
   * The fact in that text.
   *
   * @throws UncheckedIOException when the text is not one of that type: the log is damaged, or was
   *     written by a newer version
   */
  public static Fact read(String type, String payload) {
    Class<? extends Fact> kind = EventTypes.all().get(type);
    if (kind == null) {
      throw new UncheckedIOException(
          new IOException("event type '%s' is not known to this version".formatted(type)));
    }
    try {
      return JSON.readValue(payload, kind);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("an event of type '%s' cannot be read".formatted(type), e);
    }
  }

  static String roles(List<String> roles) {
    try {
      return JSON.writeValueAsString(roles);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("roles cannot be written as JSON", e);
    }
  }

  /** Reverses {@link #roles(List)}. */
  public static List<String> roles(String text) {
    try {
      return JSON.readValue(text, STRINGS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("roles of an event cannot be read", e);
    }
  }
}
