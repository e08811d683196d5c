package dev.baton.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.DebianPackages;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two hosts on one link, as network namespaces; on each the device is called eth0. */
final class TestLink {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String NAME = "baton-link-%d-".formatted(ProcessHandle.current().pid());

  /**
   * Whether this machine lets them be made; needs root. Installs the programs that ask on a link.
   */
  static boolean possible() throws Exception {
    DebianPackages.install("iputils-arping", Path.of("/usr/bin/arping"));
    DebianPackages.install("ndisc6", Path.of("/usr/bin/ndisc6"));
    String trial = NAME + "trial";
    boolean made = ip("netns", "add", trial).succeeded();
    Programs.Exit unused = ip("netns", "delete", trial);
    return made;
  }

  TestLink() throws Exception {
    for (String host : List.of("a", "b")) {
      String unused = ip("netns add " + NAME + host);
      run(host, "link set lo up");
    }
    run("a", "link add eth0 type veth peer name eth0 netns " + NAME + "b");
    run("a", "link set eth0 up");
    run("b", "link set eth0 up");
  }

  private static Programs.Exit ip(String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("/usr/sbin/ip"));
    words.addAll(List.of(arguments));
    return Programs.run(words, Deadline.in(LIMIT));
  }

  private static String ip(String words) throws Exception {
    Programs.Exit exit = ip(words.split(" ", -1));
    assertThat(exit.succeeded()).as("ip %s: %s", words, exit.output()).isTrue();
    return exit.output();
  }

  void run(String host, String words) throws Exception {
    String unused = on(host, words);
  }

  /** What ip says to these words on that host. */
  String on(String host, String words) throws Exception {
    return ip("-n " + NAME + host + " " + words);
  }

  /** Programs that run on that host. */
  LinkPrograms programs(String host) {
    return new LinkPrograms(List.of("/usr/sbin/ip", "netns", "exec", NAME + host));
  }

  void remove() throws Exception {
    for (String host : List.of("a", "b")) {
      Programs.Exit unused = ip("netns", "delete", NAME + host);
    }
  }
}
