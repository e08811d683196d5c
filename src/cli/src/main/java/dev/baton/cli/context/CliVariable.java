package dev.baton.cli.context;

import java.util.Map;
import java.util.Optional;

/** The environment variables of the command line, by their own names. */
public enum CliVariable {
  BATON_CONTEXT("the context to use, as `--context`"),
  BATON_URL("address of the control plane; no context is used then"),
  BATON_TOKEN("the token itself; before `BATON_TOKEN_FILE`"),
  BATON_TOKEN_FILE("file with the token"),
  BATON_AUTHORITY("file with the certificates that sign the control plane's own"),
  BATON_PLAIN_HTTP("`true` lets the token go over plain HTTP to another machine");

  private final String meaning;

  CliVariable(String meaning) {
    this.meaning = meaning;
  }

  /** In words, for the table of the documentation. */
  public String meaning() {
    return meaning;
  }

  /** Its value; one that is blank counts as none. */
  Optional<String> in(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(name()))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }
}
