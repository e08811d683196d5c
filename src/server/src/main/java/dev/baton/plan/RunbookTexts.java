package dev.baton.plan;

import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.StepInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Instructions for doing each step by hand: text resources, filled in with the pair's names. */
public final class RunbookTexts {

  private static final String APPLICATION = "?application ";
  private static final String ADDRESS = "?address ";

  private static final Pattern NAME = Pattern.compile("\\{([a-z][A-Za-z]*(\\.[A-Za-z]+)?)}");

  /** Values that are safe to paste into a shell. */
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_ ,()*\"./:@%-]+");

  private static final Map<String, String> TEXTS = texts(read("steps.md"));

  private RunbookTexts() {}

  /** What comes before the first step. */
  public static String begin(PairState pair) {
    return filled(read("begin.md"), Map.of("pair", pair.pair().value()));
  }

  /** The text of a kind of step; empty when this version has none of that name. */
  public static Optional<String> text(PairState pair, String kind, StepInput stepInput) {
    return Optional.ofNullable(TEXTS.get(kind))
        .map(text -> filled(fitting(text, pair), names(pair, stepInput)));
  }

  /** Text by kind of step, unfilled. */
  static Map<String, String> texts() {
    return TEXTS;
  }

  /** Without the lines for an application or an address that the pair does not have. */
  private static String fitting(String text, PairState pair) {
    return text.lines()
        .filter(line -> pair.hasApplication() || !line.startsWith(APPLICATION))
        .filter(line -> pair.hasAddress() || !line.startsWith(ADDRESS))
        .map(line -> line.startsWith(APPLICATION) ? line.substring(APPLICATION.length()) : line)
        .map(line -> line.startsWith(ADDRESS) ? line.substring(ADDRESS.length()) : line)
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> names(PairState pair, StepInput stepInput) {
    Map<String, String> names = new HashMap<>(stepInput.params());
    names.put("on", stepInput.host().map(HostId::value).orElse(""));
    names.put("address", pair.address());
    names.put(EvidenceKey.SYSTEM_IDENTIFIER.wireName(), pair.systemIdentifier());
    names.put("primary.application", pair.primarySite().application().value());
    names.put("primary.database", pair.primarySite().database().value());
    names.put("primary.databaseHost", pair.primarySite().databaseHost());
    names.put("primary.databasePort", pair.primarySite().databasePort());
    names.put("standby.application", pair.standbySite().application().value());
    names.put("standby.database", pair.standbySite().database().value());
    names.put("standby.databaseHost", pair.standbySite().databaseHost());
    names.put("standby.databasePort", pair.standbySite().databasePort());
    return names;
  }

  private static String filled(String text, Map<String, String> names) {
    return NAME.matcher(text)
        .replaceAll(found -> {
          String value = names.get(found.group(1));
          return Matcher.quoteReplacement(value == null ? found.group() : shown(value));
        });
  }

  private static String shown(String value) {
    if (value.isBlank()) {
      return "(unknown)";
    }
    return HARMLESS.matcher(value).matches() ? value : "(unfit for a shell; see the plan)";
  }

  private static Map<String, String> texts(String all) {
    Map<String, String> texts = new LinkedHashMap<>();
    Arrays.stream(all.split("(?m)^## "))
        .filter(part -> !part.isBlank())
        .forEach(part -> {
          String[] headAndBody = part.split("\n", 2);
          texts.put(headAndBody[0].strip(), headAndBody[1].strip());
        });
    return Map.copyOf(texts);
  }

  private static String read(String file) {
    try (InputStream in =
        Objects.requireNonNull(RunbookTexts.class.getResourceAsStream("/runbook/" + file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
