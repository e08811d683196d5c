package dev.baton.lab.demo;

import dev.baton.lab.client.AcknowledgedIds;
import dev.baton.lab.client.ClientControl;
import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.pair.Lab;
import java.util.List;

/** What must be true after a run, read from the hosts themselves and not from Baton. */
public final class DemoAssertions {

  static final String CONFIGURATION = "cruise-config.xml";

  private final Lab lab;

  public DemoAssertions(Lab lab) {
    this.lab = lab;
  }

  /** The client gets rows through the address and into a database. */
  public void clientIsServed() {
    ClientControl.Window before = lab.clientControl().window();
    Await.until(
        "the client to be served again (its last trouble: %s)".formatted(before.lastTrouble()),
        () -> {
          ClientControl.Window window = lab.clientControl().window();
          return window.rows() > before.rows() + 50
              && window.heartbeats() > before.heartbeats() + 20;
        });
  }

  /** Its database takes writes, it has the address, nobody else has. */
  void serves(String site) {
    check(
        lab.postgres(site + "-db").query("select pg_is_in_recovery()").equals("f"),
        site + "'s database does not take writes");
    check(
        List.of("east-app", "west-app").stream()
            .filter(lab::holdsAddress)
            .toList()
            .equals(List.of(site + "-app")),
        "the address is not on %s alone".formatted(site));
  }

  /** The site serves, and the other site's database streams from it. */
  public void serves(String site, String standby) {
    serves(site);
    check(
        lab.postgres(site + "-db")
            .query("select application_name || ' ' || state from pg_stat_replication")
            .equals(standby + "-db streaming"),
        "%s-db does not stream from %s-db".formatted(standby, site));
  }

  /** Its hosts have booted, and started neither the database nor the application on their own. */
  public void stayedDown(String site) {
    LabHost database = lab.host(site + "-db");
    LabHost application = lab.host(site + "-app");
    Await.until(
        "the guards of %s to hold it down".formatted(site),
        () ->
            database.bootMessages().contains("PostgreSQL stays down")
                && application.bootMessages().contains("labgo stays down"));
    check(!lab.postgres(database.name()).running(), "the database of %s runs".formatted(site));
    check(!lab.labgo(application.name()).running(), "the application of %s runs".formatted(site));
  }

  /** No row stands in its database twice. */
  void nothingTwice(String site) {
    List<String> repeated = AcknowledgedIds.repeatedIn(lab.postgres(site + "-db"));
    check(repeated.isEmpty(), "written twice: " + repeated);
  }

  /** The file that was changed on one site is the same on both. */
  void sameConfiguration() {
    check(
        lab.labgo("east-app")
            .configuration(CONFIGURATION)
            .equals(lab.labgo("west-app").configuration(CONFIGURATION)),
        CONFIGURATION + " differs between the sites");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new LabException(otherwise);
    }
  }
}
