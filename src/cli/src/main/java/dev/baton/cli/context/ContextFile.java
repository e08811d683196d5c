package dev.baton.cli.context;

import dev.baton.cli.api.ApiTarget;
import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.FileTrouble;
import dev.baton.cli.api.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The contexts of one user, in a file that is written by hand. */
final class ContextFile {

  private static final Set<String> KEYS = Set.of("current", "contexts");
  private static final Set<String> KEYS_OF_ONE =
      Set.of("url", "tokenFile", "authority", "plainHttp");

  private final Path file;
  private final JsonFields content;

  private ContextFile(Path file, JsonFields content) {
    this.file = file;
    this.content = content;
  }

  /** What it says now; a file that is not there has no contexts. */
  static ContextFile read(Path file) {
    try {
      JsonFields content = JsonFields.of(Files.readString(file));
      requireKnown(file, content, KEYS);
      return new ContextFile(file, content);
    } catch (NoSuchFileException none) {
      return new ContextFile(file, JsonFields.of("{}"));
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(file, FileTrouble.why(e));
    }
  }

  /** The one that is used when none is named. */
  Optional<String> current() {
    return content.find("current");
  }

  NamedContext named(String name) {
    JsonFields contexts = content.object("contexts");
    if (!contexts.has(name)) {
      throw new CommandFailure(
          ExitCode.WRONG_USE,
          "there is no context '%s' in %s; there are: %s"
              .formatted(name, file, String.join(", ", names(contexts))));
    }
    JsonFields context = contexts.object(name);
    requireKnown(file, context, KEYS_OF_ONE);
    return new NamedContext(
        ApiTarget.address(context.text("url"), "context '%s' in %s".formatted(name, file)),
        context.find("tokenFile").map(file::resolveSibling),
        context.find("authority").map(file::resolveSibling),
        context.flag("plainHttp"));
  }

  /** A key that is not known may be a typing error, or a token in a file for everybody. */
  private static void requireKnown(Path file, JsonFields object, Set<String> known) {
    Set<String> unknown = names(object);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw unusable(
          file,
          "'%s' is no key of it; there are: %s"
              .formatted(String.join(", ", unknown), String.join(", ", new TreeSet<>(known))));
    }
  }

  private static Set<String> names(JsonFields object) {
    return new TreeSet<>(object.members().keySet());
  }

  private static CommandFailure unusable(Path file, String why) {
    return new CommandFailure(ExitCode.WRONG_USE, "%s cannot be used: %s".formatted(file, why));
  }
}
