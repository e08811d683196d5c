package dev.baton.http;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;

/** Text for people to read and print. What others wrote comes out as they wrote it, and no more. */
public final class Markdown {

  /** RFC 7763. */
  public static final String MEDIA_TYPE = "text/markdown";

  private final StringBuilder text = new StringBuilder();

  /** Adds a paragraph, a heading or a block, as it is. */
  public void block(String markdown) {
    text.append(markdown.strip()).append("\n\n");
  }

  /** Adds a list; nothing for no items. */
  public void list(List<String> items) {
    if (!items.isEmpty()) {
      block(items.stream().map(item -> "- " + item).collect(Collectors.joining("\n")));
    }
  }

  /** Adds a table; nothing for no rows. */
  public void table(List<String> head, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      String rule = head.stream().map(cell -> "---").collect(Collectors.joining(" | "));
      String body = rows.stream().map(Markdown::row).collect(Collectors.joining("\n"));
      block("%s\n| %s |\n%s".formatted(row(head), rule, body));
    }
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Somebody's words on one line, so that nothing in them is taken for markup. */
  public static String plain(String words) {
    return words.replaceAll("\\s+", " ").strip().replaceAll("([\\\\`*_\\[\\]<>|#~])", "\\\\$1");
  }

  /** 200 with this text. */
  public Response toResponse() {
    return Response.ok(toString(), MEDIA_TYPE + ";charset=UTF-8").build();
  }

  @Override
  public String toString() {
    return text.toString().strip() + "\n";
  }
}
