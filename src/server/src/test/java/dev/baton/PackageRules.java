package dev.baton;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who uses whom: the table behind the pictures of packages. */
public final class PackageRules {

  /** Package to all packages it uses, from the ground up; an indented line goes on with its row. */
  private static final String TABLE =
      """
      protocol:
      agent.os: protocol
      agent.action: agent.os protocol
      agent.policy: agent.os protocol
      agent.tls: agent.policy protocol
      agent.wal: agent.os protocol
      agent.postgres: agent.action agent.os agent.policy agent.wal protocol
      agent.activity: agent.action agent.os agent.postgres agent.wal protocol
      agent.application: agent.action agent.os agent.policy protocol
      agent.binding: agent.action agent.os protocol
      agent.network: agent.action agent.os agent.policy protocol
      agent.files: agent.action agent.os agent.policy agent.tls protocol
      agent.drill: agent.action agent.os agent.policy agent.postgres protocol
      agent.guard: agent.action agent.os agent.policy agent.postgres protocol
      agent.host: agent.action agent.activity agent.application agent.binding agent.drill
        agent.files agent.guard agent.network agent.os agent.policy agent.postgres agent.tls protocol
      agent.order: agent.action agent.binding agent.guard agent.host agent.os protocol
      agent.http: agent.action agent.binding agent.files agent.host agent.order agent.os
        agent.policy agent.tls protocol
      agent: agent.application agent.binding agent.files agent.guard agent.host agent.http agent.order agent.os
        agent.policy agent.postgres agent.tls protocol
      embedded: protocol
      pair.kind:
      pair: pair.kind protocol
      eventlog: pair pair.kind protocol
      eventlog.append: eventlog pair
      eventlog.query: eventlog eventlog.append
      eventlog.projection: eventlog pair pair.kind
      eventlog.replica: eventlog eventlog.append pair
      eventlog.checkpoint: embedded eventlog eventlog.append eventlog.replica pair protocol
      eventlog.export: eventlog eventlog.append eventlog.checkpoint
      host: pair protocol
      http: embedded eventlog eventlog.replica protocol
      http.connection: protocol
      http.request: http http.connection
      http.document: eventlog http protocol
      assessment: host pair pair.kind protocol
      step: eventlog host pair protocol
      step.address: host pair protocol step
      step.application: host pair protocol step
      step.drill: host pair protocol step
      step.fence: host pair protocol step
      step.judge: assessment host pair pair.kind protocol step
      step.database: assessment host pair pair.kind protocol step step.judge
      audit.events: eventlog eventlog.append eventlog.checkpoint eventlog.export
        eventlog.query eventlog.replica http http.connection http.request
      access: embedded eventlog eventlog.projection eventlog.replica host http http.request
        pair protocol
      plan: assessment host pair protocol step step.address step.application step.database
        step.drill step.fence step.judge
      operation.engine: assessment embedded eventlog eventlog.append eventlog.projection
        eventlog.replica host http pair pair.kind plan protocol step
      operation.api: eventlog eventlog.projection host http http.request operation.engine pair
        pair.kind plan protocol step
      operation.runbook: eventlog host http operation.api operation.engine pair pair.kind
        plan step
      audit.report: eventlog http operation.api pair pair.kind protocol
      drill: assessment host http operation.api operation.runbook pair pair.kind plan
        protocol
      status: assessment eventlog eventlog.append eventlog.projection eventlog.replica host
        http http.request operation.api operation.engine pair pair.kind protocol
      recovery: assessment eventlog eventlog.replica host http operation.api
        operation.runbook pair pair.kind plan protocol step.judge
      switchover: assessment eventlog host http operation.api operation.engine
        operation.runbook pair pair.kind plan protocol step.judge
      cli.screen:
      cli.api: cli.screen protocol
      cli.context: cli.api
      cli.view: cli.api cli.screen
      cli.watch: cli.api cli.screen cli.view protocol
      cli.session: cli.api cli.context cli.screen cli.view cli.watch
      cli.command: cli.api cli.screen cli.session cli.view cli.watch
      cli: cli.api cli.command cli.screen cli.session
      lab.labgo:
      lab.machine:
      lab.client: lab.machine
      lab.pair: lab.client lab.machine
      lab.watch: lab.client lab.machine lab.pair
      lab.demo: lab.client lab.machine lab.pair lab.watch
      lab.cli: lab.client lab.demo lab.machine lab.pair lab.watch
      bench.measure:
      bench.switchover: bench.measure lab.client lab.machine lab.pair lab.watch
      bench.log: bench.measure embedded eventlog eventlog.append eventlog.export
        eventlog.query pair pair.kind plan
      bench.strangers: bench.measure lab.client lab.machine lab.pair lab.watch
      bench: bench.log bench.strangers bench.switchover
      """;

  /** Package to all packages it uses, from the ground up. */
  public static final Map<String, Set<String>> USES = uses();

  private PackageRules() {}

  private static Map<String, Set<String>> uses() {
    Map<String, Set<String>> uses = new LinkedHashMap<>();
    TABLE
        .replaceAll("\n  +", " ")
        .lines()
        .forEach(row -> {
          int colon = row.indexOf(':');
          uses.put(row.substring(0, colon), words(row.substring(colon + 1)));
        });
    return uses;
  }

  private static Set<String> words(String text) {
    return Pattern.compile("[a-z.]+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The table for whole parts: rooms of one part count as one. */
  static Map<String, Set<String>> parts() {
    Map<String, Set<String>> parts = new LinkedHashMap<>();
    USES.forEach((name, uses) -> {
      Set<String> used = parts.computeIfAbsent(part(name), n -> new TreeSet<>());
      uses.stream().map(PackageRules::part).filter(u -> !u.equals(part(name))).forEach(used::add);
    });
    return parts;
  }

  private static String part(String name) {
    return name.replaceFirst("\\..*", "");
  }
}
