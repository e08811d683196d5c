package dev.baton.protocol;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a text what people put into URLs and connection strings to be let in: user and
 * password, query, fragment. Everything that is logged, recorded or answered goes through it.
 */
public final class UrlRedactor {

  /** Stands where something was taken out. */
  public static final String HIDDEN = "***";

  private static final Pattern SUSPECT = Pattern.compile("[?@#;=]");
  private static final Pattern URL =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]{0,30}://|(?<![^\\s\"'(=])/)[^\\s\"'<>]*+");
  private static final Pattern PASSWORD =
      Pattern.compile(
          "(?i)((?:password|passwd|pwd)\\s*=\\s*)('(?:[^'\\\\]++|\\\\.)*+'|[^\\s\"'<>&,;]+)");

  /** What a name of ours or a word of an API looks like. */
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

  private UrlRedactor() {}

  /** The text without secrets in its URLs; a text without any is given back as it is. */
  public static String redact(String text) {
    if (!SUSPECT.matcher(text).find()) {
      return text;
    }
    String bare =
        URL.matcher(text)
            .replaceAll(url -> Matcher.quoteReplacement(url(url.group(), url.group(1))));
    return PASSWORD.matcher(bare).replaceAll("$1" + HIDDEN);
  }

  /** Where a password may hold the very marks that end it, nothing is kept. */
  private static String url(String url, String scheme) {
    boolean absolute = !scheme.equals("/");
    int end = absolute ? first(url, "?#;") : url.indexOf('?');
    int at = absolute ? url.lastIndexOf('@') : -1;
    if (end >= 0 && at > end) {
      return scheme + HIDDEN;
    }
    String place = end < 0 ? url : url.substring(0, end);
    String query = end < 0 ? "" : url.charAt(end) + (end + 1 < url.length() ? HIDDEN : "");
    return (at < 0 ? place : scheme + HIDDEN + place.substring(at)) + query;
  }

  private static int first(String text, String marks) {
    return IntStream.range(0, text.length())
        .filter(i -> marks.indexOf(text.charAt(i)) >= 0)
        .findFirst()
        .orElse(-1);
  }

  /**
   * The path of a request, to be told to others. Segments that no path of ours has are hidden, and
   * so is all behind a {@code ;} in one.
   *
   * @param raw as it was sent, not decoded; a query at its end is left out
   */
  public static String path(@Nullable String raw) {
    if (raw == null) {
      return "";
    }
    int end = raw.indexOf('?');
    return Arrays.stream((end < 0 ? raw : raw.substring(0, end)).split("/", -1))
        .map(UrlRedactor::segment)
        .collect(Collectors.joining("/"));
  }

  private static String segment(String raw) {
    int end = raw.indexOf(';');
    String segment = end < 0 ? raw : raw.substring(0, end);
    return segment.isEmpty() || PLAIN.matcher(segment).matches() ? segment : HIDDEN;
  }
}
