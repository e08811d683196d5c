package dev.baton.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.regex.Pattern;

/**
 * A path with its parameters, below the control plane's address.
 *
 * @param text encoded
 */
public record RequestPath(String text) {

  /** Whatever may stand between two slashes; the control plane judges what is a name. */
  private static final Pattern SEGMENT = Pattern.compile("[\\w-][\\w.-]{0,199}");

  /**
   * The path of these parts, below {@code /v1}.
   *
   * @throws CommandFailure if one cannot be a name: it would lead to another place
   */
  public static RequestPath of(String... parts) {
    StringBuilder path = new StringBuilder("/v1");
    for (String part : parts) {
      if (!SEGMENT.matcher(part).matches()) {
        throw new CommandFailure(
            ExitCode.WRONG_USE, "'%s' is no name; use letters, digits and hyphens".formatted(part));
      }
      path.append('/').append(part);
    }
    return new RequestPath(path.toString());
  }

  /** This path with one parameter more; as it is when the value is empty. */
  public RequestPath with(String name, String value) {
    if (value.isEmpty()) {
      return this;
    }
    String separator = text.contains("?") ? "&" : "?";
    // The encoder is for forms, where a blank is a plus.
    String encoded = URLEncoder.encode(value, UTF_8).replace("+", "%20");
    return new RequestPath(text + separator + name + "=" + encoded);
  }
}
