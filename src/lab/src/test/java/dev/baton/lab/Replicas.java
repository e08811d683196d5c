package dev.baton.lab;

import dev.baton.lab.client.Api;
import dev.baton.lab.pair.ControlDatabase;
import dev.baton.lab.pair.ControlPlane;
import dev.baton.lab.pair.Lab;
import java.time.Instant;
import java.util.List;

/** Two control planes of one lab, and what either of them has put on record. */
final class Replicas {

  private final Lab lab;

  Replicas(Lab lab) {
    this.lab = lab;
  }

  ControlPlane first() {
    return lab.controlPlane();
  }

  ControlPlane second() {
    return lab.controlPlane().second();
  }

  ControlPlane other(ControlPlane than) {
    return than.name().equals(first().name()) ? second() : first();
  }

  static Api api(ControlPlane replica) {
    return new Api(replica.url(), replica.token());
  }

  /** The one that drives the pair, by the record. */
  ControlPlane owner() {
    return takeOvers().getLast().isBy(first()) ? first() : second();
  }

  /** A take-over of the pair, or another event of it. */
  record Recorded(long seq, long epoch, String type, String replica, String operation, Instant at) {

    boolean isBy(ControlPlane process) {
      return replica.matches(process.name() + "-[0-9a-f]{8}");
    }
  }

  List<Recorded> takeOvers() {
    return events().stream().filter(event -> event.type().equals("pair.taken-over")).toList();
  }

  /** Every event of the pair, oldest first. */
  List<Recorded> events() {
    return database()
        .query(
            """
            select seq, epoch, type, replica, coalesce(operation, ''),
              (extract(epoch from recorded_at) * 1000)::bigint
            from event where pair is not null order by seq
            """)
        .lines()
        .map(line -> line.split("[|]", -1))
        .map(row ->
            new Recorded(
                Long.parseLong(row[0]),
                Long.parseLong(row[1]),
                row[2],
                row[3],
                row[4],
                Instant.ofEpochMilli(Long.parseLong(row[5]))))
        .toList();
  }

  ControlDatabase database() {
    return new ControlDatabase(lab.host(ControlPlane.HOST));
  }
}
