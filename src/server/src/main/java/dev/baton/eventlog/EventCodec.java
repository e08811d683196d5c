package dev.baton.eventlog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.baton.pair.Event;
import dev.baton.pair.PairEvent.PruneRequested;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairEvent.ReopeningRequested;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Serializes events as canonical JSON (RFC 8785) and back. Absent values are left out; fields this
 * version does not know are passed over, so that an older program reads a newer log.
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

  /** What logs of before the first release hold as recoveries, by their {@code rejoin}. */
  private static final Map<String, Class<? extends Event>> ONCE_RECOVERIES =
      Map.of("prune", PruneRequested.class, "none", ReopeningRequested.class);

  private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

  private EventCodec() {}

  /** The text that is kept and hashed. */
  public static String write(Event event) {
    try {
      return new JsonCanonicalizer(JSON.writeValueAsString(event)).getEncodedString();
    } catch (IOException e) {
      throw new UncheckedIOException("a fact cannot be written as JSON", e);
    }
  }

  /**
   * The event in that text.
   *
   * @throws UncheckedIOException when the text is not one of that type: the log is damaged, or was
   *     written by a newer version
   */
  public static Event read(String type, String payload) {
    Class<? extends Event> kind = EventTypes.all().get(type);
    if (kind == null) {
      String why = "event type '%s' is not known".formatted(type);
      throw new UncheckedIOException(why, new IOException(why));
    }
    try {
      Class<? extends Event> readAs = kind == RecoveryRequested.class ? recovery(payload) : kind;
      return JSON.readValue(payload, readAs);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(
          "what stands in an event of type '%s' is not known".formatted(type), e);
    }
  }

  private static Class<? extends Event> recovery(String payload) throws JsonProcessingException {
    String rejoin = JSON.readTree(payload).path("rejoin").asText();
    return ONCE_RECOVERIES.getOrDefault(rejoin, RecoveryRequested.class);
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
