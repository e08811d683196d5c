package dev.baton.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the data that the console is tried with to what the API really answers. */
class ConsoleDataTest {

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  @Test
  void pairsOfTheStubAreInTheShapeOfTheApi() throws IOException {
    String data = Files.readString(Path.of("src/test/resources/console/pairs.json"));
    String dated = data.replaceAll("\"\\$-?\\d+\"", "\"2026-01-02T03:04:05Z\"");

    PairResource.PairList pairs = STRICT.readValue(dated, PairResource.PairList.class);

    assertThat(pairs.pairs())
        .allSatisfy(pair -> assertThat(pair.sites()).extracting("database").isNotEmpty());
  }
}
