package dev.baton.lab.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where everything of one lab is: names, addresses and folders. */
public record Layout(String lab, Path folder) {

  /** The address that moves between the sites. */
  public static final String ADDRESS = "10.77.0.100";

  /** Every host of a lab in the order they are shown. */
  public static final List<String> HOSTS =
      List.of("east-app", "east-db", "west-app", "west-db", "client", "control");

  /** The hosts that carry an agent. */
  public static final List<String> SITE_HOSTS = HOSTS.subList(0, 4);

  private static final List<Integer> LAST_OCTETS = List.of(11, 12, 21, 22, 31, 41);

  // Fifteen characters and a suffix still make a readable namespace name.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,14}");

  public Layout {
    if (!NAME.matcher(lab).matches()) {
      throw new LabException(
          "'%s' is no name for a lab: up to 15 small letters, digits and hyphens".formatted(lab));
    }
    folder = folder.toAbsolutePath().normalize();
  }

  /** Where a lab of that name is unless another folder is given. */
  public static Path usualFolder(String lab) {
    return Path.of("/tmp/baton-lab-" + lab);
  }

  String namespace(String host) {
    return lab + "-" + host;
  }

  /** The namespace that holds nothing but the bridge. */
  String network() {
    return lab + "-net";
  }

  /** Every namespace of this lab, the bridge's included. */
  List<String> namespaces() {
    List<String> names =
        HOSTS.stream().map(this::namespace).collect(Collectors.toCollection(ArrayList::new));
    names.add(network());
    return names;
  }

  /** What the host itself sees as {@code /srv}. */
  Path folderOf(String host) {
    return folder.resolve("hosts").resolve(host);
  }

  /** What a host that boots systemd has changed of the files it boots from. */
  Path ownFilesOf(String host) {
    return folder.resolve("files").resolve(host);
  }

  Path record() {
    return folder.resolve("lab.properties");
  }

  /** The address of that host. */
  public static String ip(String host) {
    int index = HOSTS.indexOf(host);
    if (index < 0) {
      throw new LabException("no host '%s'; there are %s".formatted(host, HOSTS));
    }
    return "10.77.0." + LAST_OCTETS.get(index);
  }

  /** The text of every host's {@code /etc/hosts}. */
  static String hostsFile() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("localhost", "127.0.0.1");
    HOSTS.forEach(host -> lines.put(host, ip(host)));
    lines.put("address", ADDRESS);
    return lines.entrySet().stream()
        .map(line -> line.getValue() + " " + line.getKey() + "\n")
        .collect(Collectors.joining());
  }
}
