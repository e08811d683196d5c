package dev.baton.http.request;

import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code Accept} as RFC 9110 section 12.5.1 has it, and writes it as the framework can read
 * it: that splits at every comma and fails at what is no media type when the answer is made.
 */
final class AcceptHeader {

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

  /** One element of the list, which may be empty, with the comma that ends it. */
  private static final Pattern ELEMENT =
      Pattern.compile(
          ("\\G[ \\t]*+(?:(T/T|\\*)((?:[ \\t]*+;[ \\t]*+(?:T=(?:T|\"[^\"\\\\]*+\"))?+)*+))?+"
                  + "[ \\t]*+(?:,|\\z)")
              .replace("T", TOKEN));

  private static final Pattern WEIGHT = Pattern.compile("(?i);[ \\t]*+q=([^; \\t]*+)");

  /** Also as the HTTP client of old JDKs writes it, without the zero. */
  private static final Pattern NUMBER =
      Pattern.compile("0(?:\\.[0-9]{0,20})?|1(?:\\.0{0,20})?|\\.[0-9]{1,20}");

  private AcceptHeader() {}

  /**
   * The media ranges with their weights, without other parameters; "" when there are none, which is
   * the same as no header. Problems count for nothing: who takes only them cannot know that it gets
   * one.
   */
  static String readable(List<String> headers) {
    String header = String.join(",", headers);
    List<String> ranges = new ArrayList<>();
    Matcher element = ELEMENT.matcher(header);
    int end = 0;
    while (end < header.length() && element.find()) {
      if (element.group(1) != null && !element.group(1).equalsIgnoreCase(Problem.MEDIA_TYPE)) {
        ranges.add(mediaType(element.group(1)) + weight(element.group(2)));
      }
      end = element.end();
    }
    if (end < header.length()) {
      throw unreadable();
    }
    return String.join(",", ranges);
  }

  private static String mediaType(String range) {
    if (range.equals("*")) {
      return "*/*";
    }
    if (range.startsWith("*/") && !range.equals("*/*")) {
      throw unreadable();
    }
    return range;
  }

  private static String weight(String parameters) {
    Matcher weight = WEIGHT.matcher(parameters);
    if (!weight.find()) {
      return "";
    }
    if (!NUMBER.matcher(weight.group(1)).matches()) {
      throw unreadable();
    }
    return ";q=" + new BigDecimal(weight.group(1)).setScale(3, RoundingMode.UP).toPlainString();
  }

  private static ProblemException unreadable() {
    return ProblemException.badRequest(
        "Accept", "is no list of media types; write it like 'application/json', or leave it out");
  }
}
