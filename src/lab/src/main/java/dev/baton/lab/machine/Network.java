package dev.baton.lab.machine;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lab's own network: one namespace per host and one for the bridge. Nothing is added to the
 * machine's own.
 */
public final class Network {

  private final Layout layout;

  public Network(Layout layout) {
    this.layout = layout;
  }

  public void create() {
    batch(layout.namespaces().stream().map(name -> "netns add " + name));
    inside(
        layout.network(),
        Stream.concat(
            Stream.of("link add bridge type bridge forward_delay 0", "link set bridge up"),
            Layout.HOSTS.stream()
                .flatMap(host ->
                    Stream.of(
                        "link add %s type veth peer name eth0 netns %s"
                            .formatted(host, layout.namespace(host)),
                        "link set %s master bridge up".formatted(host)))));
    for (String host : Layout.HOSTS) {
      inside(
          layout.namespace(host),
          Stream.of(
              "link set lo up",
              "addr add %s/24 dev eth0".formatted(Layout.ip(host)),
              "link set eth0 up"));
    }
  }

  /** Takes down the host's end of the bridge: its carrier is gone, its processes go on. */
  public void cut(String host) {
    inside(layout.network(), Stream.of("link set %s down".formatted(host)));
  }

  public void restore(String host) {
    inside(layout.network(), Stream.of("link set %s up".formatted(host)));
  }

  /** Drops what goes to and comes from that TCP port of the other host; both still have carrier. */
  public void block(String host, String other, int port) {
    String rules =
        """
        table ip lab_block {
          chain incoming { type filter hook input priority 0; ip saddr %1$s tcp sport %2$d drop; }
          chain outgoing { type filter hook output priority 0; ip daddr %1$s tcp dport %2$d drop; }
        }
        """
            .formatted(Layout.ip(other), port);
    Prerequisites.install(List.of("nftables"), line -> {});
    HostPrograms.runWith(
        rules, List.of("ip", "netns", "exec", layout.namespace(host), "nft", "-f", "-"));
  }

  public void unblock(String host) {
    HostPrograms.run(
        "ip", "netns", "exec", layout.namespace(host), "nft", "delete", "table", "ip", "lab_block");
  }

  /** A black hole: the link stays up, and all that comes in, or goes out, or both, is dropped. */
  public void swallow(String host, boolean incoming, boolean outgoing) {
    String rules = (incoming ? chain("ingress") : "") + (outgoing ? chain("egress") : "");
    Prerequisites.install(List.of("nftables"), line -> {});
    HostPrograms.runWith(
        "table netdev lab_swallow {\n" + rules + "}\n",
        List.of("ip", "netns", "exec", layout.namespace(host), "nft", "-f", "-"));
  }

  // Below the address layer, so that ARP is lost as well.
  private static String chain(String hook) {
    return "chain %1$s { type filter hook %1$s device \"eth0\" priority 0; drop; }%n"
        .formatted(hook);
  }

  /** Safe to repeat. */
  public void endSwallowing(String host) {
    HostPrograms.attempt(
        List.of(
            "ip",
            "netns",
            "exec",
            layout.namespace(host),
            "nft",
            "delete",
            "table",
            "netdev",
            "lab_swallow"));
  }

  /** Gives the moving address to something that is no host of the lab, so that it answers ARP. */
  public void usurpAddress() {
    inside(layout.network(), Stream.of("addr add %s/24 dev bridge".formatted(Layout.ADDRESS)));
  }

  public void endUsurpation() {
    inside(layout.network(), Stream.of("addr del %s/24 dev bridge".formatted(Layout.ADDRESS)));
  }

  /** The hardware address that answers during a usurpation. */
  public String usurper() {
    return HostPrograms.run(
            "ip", "netns", "exec", layout.network(), "cat", "/sys/class/net/bridge/address")
        .strip();
  }

  private static void inside(String namespace, Stream<String> commands) {
    HostPrograms.runWith(lines(commands), List.of("ip", "-n", namespace, "-batch", "-"));
  }

  private static void batch(Stream<String> commands) {
    HostPrograms.runWith(lines(commands), List.of("ip", "-batch", "-"));
  }

  private static String lines(Stream<String> commands) {
    return commands.map(command -> command + "\n").collect(Collectors.joining());
  }
}
