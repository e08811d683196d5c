package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.machine.Prerequisites;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts {@link SlowLink}s in front of a host's ports: nftables leads what comes in, and what goes to
 * the other site's database, through them; connections that were there before are reset.
 */
final class SlowLinks {

  private static final String DAEMON = "slow-link";

  // It is the only one that is let through as it is, so that it does not meet itself.
  private static final int USER = 65534;
  private static final int AGENT = 7443;
  private static final int POSTGRESQL = 5432;

  private SlowLinks() {}

  static void slow(ScenarioContext scenarioContext, String host) {
    Prerequisites.install(List.of("nftables"), line -> {});
    LabHost where = scenarioContext.lab().host(host);
    String uses = databaseUsedBy(host);
    // An application host has no PostgreSQL; its route leads nowhere and is never taken.
    List<String> routes =
        List.of(
            route(host, AGENT, 10_000 + AGENT),
            route(host, POSTGRESQL, 10_000 + POSTGRESQL),
            route(uses, POSTGRESQL, 20_000 + POSTGRESQL));
    start(where, routes, scenarioContext.seed());
    where.runWith(rules(host, uses), "nft", "-f", "-");
    scenarioContext.toMend(() -> {
      if (where.on()) {
        where.run("nft", "delete", "table", "ip", "lab_slow");
        where.signal(DAEMON, "KILL");
      }
    });
  }

  private static String route(String host, int port, int through) {
    return "%d:%s:%d".formatted(through, host, port);
  }

  private static void start(LabHost host, List<String> routes, long seed) {
    Path classes = host.folder().resolve("slow/dev/baton/faults");
    try {
      Files.createDirectories(classes);
      Path built =
          Path.of(SlowLink.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.list(built.resolve("dev/baton/faults"))) {
        for (Path file :
            files
                .filter(f -> f.getFileName().toString().matches("SlowLink([$].*)?[.]class"))
                .toList()) {
          Files.write(classes.resolve(file.getFileName().toString()), Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    Stream<String> program =
        Stream.of(
            "setpriv",
            "--reuid=" + USER,
            "--clear-groups",
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            "/srv/slow",
            SlowLink.class.getName(),
            Long.toString(seed));
    host.spawn(DAEMON, Stream.concat(program, routes.stream()).toList());
    await()
        .until(() ->
            routes.stream()
                .allMatch(route ->
                    !host.run("ss", "-ltnH", "sport = :" + route.split(":", 2)[0]).isEmpty()));
  }

  /**
   * What comes from the application of a database's own site is as fast as ever, and as itself. A
   * reset passes: else the other end keeps a dead connection, and with it its slot.
   */
  private static String rules(String host, String uses) {
    return """
    table ip lab_slow {
      chain arriving {
        type nat hook prerouting priority dstnat;
        iifname "eth0" tcp dport 7443 redirect to :17443
        iifname "eth0" ip saddr != %3$s tcp dport 5432 redirect to :15432
      }
      chain leaving {
        type nat hook output priority -100;
        ip daddr %1$s tcp dport 5432 meta skuid != %2$d redirect to :25432
      }
      chain arrived_before {
        type filter hook input priority 0;
        iifname "eth0" tcp dport 7443 tcp flags ! rst reject with tcp reset
        iifname "eth0" ip saddr != %3$s tcp dport 5432 tcp flags ! rst reject with tcp reset
      }
      chain left_before {
        type filter hook output priority 0;
        ip daddr %1$s tcp dport 5432 meta skuid != %2$d tcp flags ! rst reject with tcp reset
      }
    }
    """
        .formatted(Layout.ip(uses), USER, Layout.ip(host.replace("-db", "-app")));
  }

  /** A database streams from the other one; an application's is on its own site. */
  private static String databaseUsedBy(String host) {
    return switch (host) {
      case "east-app", "west-db" -> "east-db";
      default -> "west-db";
    };
  }
}
