package dev.baton.protocol;

import java.util.regex.Pattern;

/**
 * Names one installation: all control planes on one database, and a copy of that database, but
 * never another one. A UUID in lower case, made with the database.
 */
public record InstallationId(String value) {

  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  public InstallationId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("'%s' is no id of an installation".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
