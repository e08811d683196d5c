package dev.baton.http;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the caller last saw of the thing it acts on (RFC 9110 section 13.1.1), so that nobody acts
 * on a stale view. A tag without quotes is taken too, because that is what people type.
 *
 * @param header as sent; empty when there was none
 */
public record IfMatch(Optional<String> header) {

  /** Its name. */
  public static final String HEADER = "If-Match";

  /** 412 when a tag was sent and the thing is at another version. */
  public void check(long version) {
    header
        .filter(tags -> Arrays.stream(tags.split(",")).noneMatch(tag -> fits(tag.strip(), version)))
        .ifPresent(stale -> {
          throw new ProblemException(
              Problem.of(
                      ProblemType.PRECONDITION_FAILED,
                      "It is at version \"%d\" and not at %s: look again, and repeat the call with the ETag you get if you still want it."
                          .formatted(version, stale))
                  .with("etag", quoted(version)));
        });
  }

  /** Checks a call that is dangerous on a stale view: 428 when no tag was sent. */
  public void require(long version) {
    if (header.isEmpty()) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.PRECONDITION_REQUIRED,
                  "Look at it first, and send the ETag of that answer in the header 'If-Match'.")
              .at(HEADER, "missing"));
    }
    check(version);
  }

  private static boolean fits(String tag, long version) {
    return tag.equals("*") || tag.equals(quoted(version)) || tag.equals(Long.toString(version));
  }

  private static String quoted(long version) {
    return "\"" + version + "\"";
  }
}
