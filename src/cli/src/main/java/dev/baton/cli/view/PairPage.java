package dev.baton.cli.view;

import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Amounts;
import dev.baton.cli.screen.Screen;
import dev.baton.cli.screen.TextTable;
import dev.baton.cli.screen.TextTable.Cell;
import dev.baton.cli.screen.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Everything about one pair that an operator asks first. */
public final class PairPage {

  private PairPage() {}

  public static List<String> lines(JsonFields pair, Screen screen) {
    List<String> lines = new ArrayList<>();
    lines.add(screen.paint(Tone.STRONG, pair.text("pair")) + ": " + roles(pair));
    if (pair.has("primary")) {
      lines.add("");
      lines.add(fact("service", service(pair.object("service"), screen)));
      lines.add(fact("replication", replication(pair.object("replication"), screen)));
      lines.add(fact("switchover", verdict(pair, "switchover", screen)));
      lines.add(fact("forced", verdict(pair, "forced", screen)));
      pair.find("operation")
          .ifPresent(
              id -> lines.add(fact("operation", id + "; baton watch " + id + " follows it")));
      lines.add("");
      lines.addAll(hosts(pair, screen));
    }
    section(lines, "Not ready for a switchover:", checks(pair));
    section(lines, "Not in sync:", unequal(pair, screen));
    section(lines, "Look at this:", warnings(pair, screen));
    return List.copyOf(lines);
  }

  private static String roles(JsonFields pair) {
    if (!pair.has("primary")) {
      List<String> bound = pair.texts("bound");
      String state = pair.find("state").orElse("its record cannot be read");
      return bound.isEmpty() ? state : state + "; still bound: " + String.join(", ", bound);
    }
    String standby = pair.text("standby") + (pair.has("out") ? " is out of service" : " stands by");
    String address = pair.find("address").map(ip -> ", address " + ip).orElse("");
    return "%s is primary, %s; home %s, term %d%s"
        .formatted(
            pair.text("primary"),
            standby,
            pair.text("home"),
            pair.number("term").orElse(0),
            address);
  }

  private static String fact(String name, String value) {
    return "%-12s %s".formatted(name, value);
  }

  private static String service(JsonFields service, Screen screen) {
    return screen.state(service.text("state"))
        + since(service)
        + service.find("why").map(why -> ": " + why).orElse("");
  }

  /** Since when it is so; empty where that is not known. */
  private static String since(JsonFields what) {
    String time = TimeText.second(what, "since");
    return time.isEmpty() ? "" : " since " + time;
  }

  private static String replication(JsonFields replication, Screen screen) {
    StringBuilder text = new StringBuilder(screen.state(replication.text("state")));
    replication
        .number("lagBytes")
        .ifPresent(bytes -> text.append(", ").append(Amounts.bytes(bytes)).append(" behind"));
    replication
        .number("lagSeconds")
        .ifPresent(seconds -> text.append(", ").append(seconds).append(" s"));
    if (replication.flag("stale")) {
      text.append("; as last seen, a host is silent");
    }
    return text.toString();
  }

  private static String verdict(JsonFields pair, String of, Screen screen) {
    return screen.state(pair.object("readiness").object(of).text("verdict"));
  }

  private static List<String> hosts(JsonFields pair, Screen screen) {
    TextTable table = new TextTable("HOST", "SITE", "ROLES", "AGENT", "SINCE", "");
    for (JsonFields host : pair.objects("hosts")) {
      table.row(
          Cell.of(host.text("host")),
          Cell.of(host.text("site")),
          Cell.of(String.join(", ", host.texts("roles"))),
          Cell.state(host.text("agent")),
          Cell.of(TimeText.second(host, "since")),
          Cell.of(host.text("why")));
    }
    return table.lines(screen);
  }

  /** Those of a graceful switchover that are not met, each with what to do. */
  private static List<String> checks(JsonFields pair) {
    return pair.object("readiness").object("switchover").objects("checks").stream()
        .filter(check -> !check.text("verdict").equals("READY"))
        .map(check ->
            "%s: %s%s"
                .formatted(
                    check.text("name"),
                    check.text("measured"),
                    check.find("remedy").map(r -> "; " + r).orElse("")))
        .toList();
  }

  private static List<String> unequal(JsonFields pair, Screen screen) {
    return pair.objects("sync").stream()
        .filter(item -> !item.text("state").equals("IN_SYNC"))
        .map(item ->
            "%s %s%s".formatted(item.text("item"), screen.state(item.text("state")), since(item)))
        .toList();
  }

  /** Most pressing first. */
  static List<String> warnings(JsonFields pair, Screen screen) {
    JsonFields split = pair.object("splitBrain");
    return Stream.of(
            split.find("finding").stream()
                .map(found -> screen.paint(Tone.BAD, "SPLIT BRAIN ") + found),
            split.texts("next").stream().map(move -> "  next: " + move),
            pair.texts("alarms").stream().map(text -> screen.paint(Tone.BAD, "ALARM ") + text),
            pair.texts("drift").stream().map(text -> screen.paint(Tone.BAD, "DRIFT ") + text),
            pair.texts("findings").stream()
                .map(text -> screen.paint(Tone.WAITING, "FINDING ") + text))
        .flatMap(lines -> lines)
        .toList();
  }

  private static void section(List<String> lines, String head, List<String> content) {
    if (!content.isEmpty()) {
      lines.add("");
      lines.add(head);
      content.forEach(line -> lines.add("  " + line));
    }
  }
}
