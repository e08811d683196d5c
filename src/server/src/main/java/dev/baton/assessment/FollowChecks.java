package dev.baton.assessment;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.pair.Site;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a database brings along when it follows the other one: settings that act on a standby only,
 * and a connection string. Told by the agent that shows that it could start it; one that does not
 * say it is not judged.
 */
record FollowChecks(PairSnapshot now, Site from, Site to) {

  /** A standby without it lets nobody see how far it is. */
  private static final String SEEN = "hot_standby";

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    told(from.database(), EvidenceKey.STANDBY_SETTINGS)
        .ifPresent(settings -> checks.add(settings(settings)));
    List<String> replaced = new ArrayList<>();
    for (HostId host : List.of(from.database(), to.database())) {
      told(host, EvidenceKey.REPLACED_OPTIONS)
          .ifPresent(
              names -> replaced.add("%s: %s".formatted(host, names.isEmpty() ? "none" : names)));
    }
    if (!replaced.isEmpty()) {
      checks.add(
          Check.of(
              "connection options replaced",
              true,
              String.join("; ", replaced),
              "any: by postgres.replication.options, and by what Baton says of place and account",
              ""));
    }
    return checks;
  }

  private Optional<String> told(HostId host, EvidenceKey key) {
    return now.starts().get(host) instanceof AgentReply.Done done
        ? Evidence.of(done.evidence()).find(key)
        : Optional.empty();
  }

  /** Most of them can be meant, and what would end or halt the replay is set aside. */
  private Check settings(String settings) {
    List<String> all =
        Arrays.stream(settings.split("; ", -1)).filter(one -> !one.isEmpty()).toList();
    boolean unseen = all.stream().anyMatch(one -> name(one).equals(SEEN));
    return Check.of(
        "settings for a standby",
        !unseen,
        all.isEmpty()
            ? "none"
            : "on %s: %s"
                .formatted(
                    from.database(),
                    all.stream().map(FollowChecks::described).collect(Collectors.joining("; "))),
        "as they are meant; hot_standby is on",
        "set hot_standby = on on %s: after the switchover it could not be seen whether it follows"
            .formatted(from.database()));
  }

  private static String name(String setting) {
    return setting.split(" ", 2)[0];
  }

  private static String described(String setting) {
    String name = name(setting);
    if (name.startsWith("recovery_target")) {
      return setting + " (emptied when it follows)";
    }
    return switch (name) {
      case "primary_slot_name" -> setting + " (replaced when it follows)";
      case "promote_trigger_file" -> setting + " (emptied when it follows, if there is that file)";
      default -> setting;
    };
  }
}
