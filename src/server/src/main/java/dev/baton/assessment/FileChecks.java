package dev.baton.assessment;

import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.protocol.FileFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the files of the site that serves can be made the same on the other one; a plan finds out
 * when it sends them, which may be after the application was drained.
 */
final class FileChecks {

  private final HostId serving;
  private final HostId waiting;
  private final FileFacts here;
  private final FileFacts there;

  FileChecks(HostId serving, HostId waiting, Observation here, Observation there) {
    this.serving = serving;
    this.waiting = waiting;
    this.here = new FileFacts(here.files());
    this.there = new FileFacts(there.files());
  }

  /** None where the policy of the host that serves names no files. */
  List<Check> all() {
    if (here.facts().isEmpty()) {
      return List.of();
    }
    List<Check> checks =
        new ArrayList<>(List.of(readable(serving, here), readable(waiting, there)));
    if (here.unreadable().isEmpty() && there.unreadable().isEmpty()) {
      checks.add(sendable());
    }
    return checks;
  }

  private static Check readable(HostId host, FileFacts files) {
    return Check.of(
        "files of %s can be compared".formatted(host),
        files.unreadable().isEmpty(),
        files.unreadable().isEmpty() ? "yes" : files.unreadable(),
        "ordinary files of one account, and nothing mounted among them",
        "do on %s what the sentence says, or name other files in its policy".formatted(host));
  }

  private Check sendable() {
    List<String> flaws = new ArrayList<>();
    Map<String, String> others = there.items();
    new TreeMap<>(here.items())
        .forEach((item, digest) -> flaw(item, digest, others.get(item)).ifPresent(flaws::add));
    return Check.of(
        "files can be sent",
        flaws.isEmpty(),
        flaws.isEmpty() ? "yes" : String.join("; ", flaws),
        "each item in both policies, and none that is lost on the primary alone",
        "mount or restore it on %s, or remove it on %s by hand; name the same items in both policies"
            .formatted(serving, waiting));
  }

  private Optional<String> flaw(String item, String digest, @Nullable String other) {
    if (other == null) {
      return Optional.of("the policy of %s names no %s".formatted(waiting, item));
    }
    return FileFacts.isNothing(digest) && !FileFacts.isNothing(other)
        ? Optional.of("%s is empty or gone on %s, and not on %s".formatted(item, serving, waiting))
        : Optional.empty();
  }
}
