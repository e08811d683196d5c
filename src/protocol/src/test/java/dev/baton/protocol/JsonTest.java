package dev.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private final ObjectMapper jackson = new ObjectMapper();

  @Test
  void readsWhatItWrote() {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("text", "a \"quoted\" \\ line\nand \u0001 é \uD83D\uDE00 \u2028");
    document.put("number", Long.MIN_VALUE);
    document.put("truth", true);
    document.put("nothing", null);
    document.put("list", List.of(1L, "two", List.of(), Map.of()));

    Object again = Json.read(Json.write(document));

    assertThat(again).isEqualTo(document);
  }

  @Test
  void agreesWithJacksonOnGeneratedDocuments() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Object document = generated(random, 0);

      String ours = Json.write(document);

      assertThat(jackson.readTree(ours))
          .as("seed %d", seed)
          .isEqualTo(jackson.valueToTree(document));
      assertThat(Json.read(jackson.writeValueAsString(document)))
          .as("seed %d", seed)
          .isEqualTo(document);
    }
  }

  private static Object generated(Random random, int depth) {
    return switch (random.nextInt(depth > 4 ? 3 : 5)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextBoolean();
      case 2 -> text(random);
      case 3 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(generated(random, depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(text(random), generated(random, depth + 1));
        }
        yield map;
      }
    };
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(8), 0, 0x3000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "\"",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "{a:1}",
        "{'a':1}",
        "nul",
        "nulll",
        "tru",
        "True",
        "01",
        "-",
        "-0",
        "1.5",
        "1e3",
        "0x1",
        "+1",
        "9223372036854775808",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"a\nb\"",
        "{} {}",
        "// c",
        "{\"a\":1,\"a\":2}",
        "NaN",
        "\u0000",
        "]",
        "{\"a\":1]",
        "[}",
        "\uFEFF{}"
      })
  void refusesNonsense(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read(text))
        .withMessageStartingWith("not our JSON at character ");
  }

  @Test
  void refusesToNestWithoutEnd() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("[".repeat(100_000)))
        .withMessageContaining("nested deeper");
  }

  @Test
  void refusesToWriteWhatItCannotRead() {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.write(1.5));
  }
}
