package dev.baton.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.pair.Event;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairState;
import dev.baton.pair.UnreadableEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and fields of events never change once released: these samples must stay readable. */
class EventCatalogueTest {

  private static final Path SAMPLES = Path.of("src/test/resources/events/v1");

  static Stream<String> types() {
    return EventTypes.all().keySet().stream();
  }

  static Stream<Class<?>> kinds() {
    return leaves(Event.class);
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(EventCatalogueTest::leaves)
        : Stream.<Class<?>>of(type).filter(kind -> kind != UnreadableEvent.class); // never written
  }

  @Test
  void namesEveryKindOfEventAndNothingElse() {
    assertThat(EventTypes.all().values())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            kinds().<Class<? extends Event>>map(type -> type.asSubclass(Event.class)).toList());
  }

  @ParameterizedTest
  @MethodSource("types")
  void readsTheReleasedSampleAndWritesItUnchanged(String type) throws IOException {
    String sample = Files.readString(SAMPLES.resolve(type + ".json"));

    Event event = EventCodec.read(type, sample);

    assertThat(new JsonMapper().readTree(EventCodec.write(event)))
        .isEqualTo(new JsonMapper().readTree(sample));
  }

  @Test
  void hasNoSampleOfATypeThatIsGone() throws IOException {
    try (var files = Files.list(SAMPLES)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(types().toList());
    }
  }

  @Test
  void passesOverFieldsOfALaterVersion() {
    Event event = EventCodec.read("abort.requested", "{\"operation\":\"op-1\",\"mood\":\"calm\"}");

    assertThat(event).isEqualTo(EventLogContract.ABORT);
  }

  /** Logs of before the first release hold prunes and reopenings as recoveries. */
  @ParameterizedTest
  @CsvSource({"prune, prune.requested", "none, reopening.requested"})
  void readsWhatWasOnceRecordedAsARecovery(String rejoin, String type) throws IOException {
    String old =
        "{\"from\":\"west\",\"operation\":\"op-1\",\"rejoin\":\"%s\",\"returnHome\":false,\"to\":\"east\"}"
            .formatted(rejoin);

    Event event = EventCodec.read("recovery.requested", old);

    assertThat(event)
        .isEqualTo(EventCodec.read(type, Files.readString(SAMPLES.resolve(type + ".json"))));
  }

  @Test
  void holdsNoSecretBeyondAKeyedHash() throws IOException {
    String sample = Files.readString(SAMPLES.resolve("access.token-created.json"));

    assertThat(new JsonMapper().readTree(sample).propertyStream().map(java.util.Map.Entry::getKey))
        .containsExactlyInAnyOrder("name", "keyedHash");
    assertThat(kinds().flatMap(type -> Stream.of(type.getRecordComponents())))
        .noneMatch(part -> part.getName().matches("(?i).*(password|secret|token|passphrase).*"));
  }

  /** A pair of databases alone leaves out what it does not have. */
  @Test
  void readsAPairThatHasNeitherApplicationNorAddress() throws IOException {
    String sample = Files.readString(SAMPLES.resolveSibling("database-only/pair.registered.json"));

    PairRegistered registered = (PairRegistered) EventCodec.read("pair.registered", sample);

    assertThat(registered.address()).isEmpty();
    assertThat(PairState.from(List.of(registered)).hasApplication()).isFalse();
    assertThat(new JsonMapper().readTree(EventCodec.write(registered)))
        .isEqualTo(new JsonMapper().readTree(sample));
  }
}
