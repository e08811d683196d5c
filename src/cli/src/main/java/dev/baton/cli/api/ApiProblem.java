package dev.baton.cli.api;

import java.util.ArrayList;
import java.util.List;

/** What a control plane says when it does not do something (RFC 9457). */
public record ApiProblem(int status, JsonFields document) {

  static final String TYPES = "/problems/";

  /** The kind, {@code not-ready} say. */
  public String slug() {
    return document.text("type").substring(TYPES.length());
  }

  /** The kind in words, and what to do. */
  String sentence() {
    return "%s. %s".formatted(document.text("title"), document.text("detail"));
  }

  ExitCode exit() {
    return switch (status) {
      case 400, 404, 405, 406, 413, 414, 415, 431 -> ExitCode.WRONG_USE;
      case 500 -> ExitCode.FAILED;
      case 502, 503, 504 -> ExitCode.UNREACHABLE;
      default -> ExitCode.REFUSED;
    };
  }

  /** What stands beside the sentence: remedies of checks, and the next move in words of here. */
  public List<String> more() {
    List<String> lines = new ArrayList<>();
    for (JsonFields check : document.objects("checks")) {
      check
          .find("remedy")
          .ifPresent(remedy -> lines.add("%s: %s".formatted(check.text("name"), remedy)));
    }
    NextMove.after(slug()).ifPresent(lines::add);
    return List.copyOf(lines);
  }
}
