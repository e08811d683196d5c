package dev.baton.lab.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabgoService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one host says of its database or application after a run, asked in every way there is.
 *
 * @param run the run after which it was asked
 * @param systemd what {@code systemctl is-active} said of the unit
 * @param cluster the status that {@code pg_lsclusters} gave; absent for the application
 * @param process {@code running} or {@code none}
 * @param inUnit whether that process is in the unit's control group, where systemd looks for it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostState(
    String run,
    String host,
    String unit,
    String systemd,
    @Nullable String cluster,
    String process,
    boolean inUnit) {

  /** Of all four hosts; empty when systemd has not booted them. */
  public static List<HostState> after(String run, Lab lab) {
    List<HostState> states = new ArrayList<>();
    for (String site : List.of("east", "west")) {
      LabHost database = lab.host(site + "-db");
      if (database.systemd() && database.on()) {
        states.add(database(run, database));
      }
      LabHost application = lab.host(site + "-app");
      if (application.systemd() && application.on()) {
        states.add(application(run, application));
      }
    }
    return states;
  }

  private static HostState database(String run, LabHost host) {
    String cluster = host.run("sh", "-c", "pg_lsclusters --no-header | awk '{print $4}'");
    String process =
        host.run(
            "sh",
            "-c",
            "p=$(head -n 1 %s/postmaster.pid 2>/dev/null)".formatted(new LabPostgres(host).data())
                + " && grep -qx postgres /proc/$p/comm 2>/dev/null && echo $p || true");
    return of(run, host, LabPostgres.unit(), cluster, process);
  }

  private static HostState application(String run, LabHost host) {
    String process = host.run("sh", "-c", "/srv/go/bin/labgo status | grep -o '[0-9]*$' || true");
    return of(run, host, LabgoService.UNIT, null, process);
  }

  private static HostState of(
      String run, LabHost host, String unit, @Nullable String cluster, String process) {
    String active = host.run("sh", "-c", "systemctl is-active " + unit + " || true");
    boolean inUnit =
        !process.isEmpty() && host.run("cat", "/proc/" + process + "/cgroup").contains(unit);
    return new HostState(
        run, host.name(), unit, active, cluster, process.isEmpty() ? "none" : "running", inUnit);
  }

  /**
   * Whether systemd, the cluster's tools and the process say the same; a unit that systemd starts
   * again and again agrees with nothing.
   */
  @JsonProperty
  public boolean agree() {
    boolean running = process.equals("running");
    return systemd.equals(running ? "active" : "inactive")
        && running == inUnit
        && (cluster == null || running == cluster.startsWith("online"));
  }

  /** In one line, for a person. */
  @Override
  public String toString() {
    return "%s %s: systemd %s%s, process %s%s"
        .formatted(
            host,
            unit,
            systemd,
            cluster == null ? "" : ", pg_lsclusters " + cluster,
            process,
            inUnit || process.equals("none") ? "" : " outside the unit");
  }
}
