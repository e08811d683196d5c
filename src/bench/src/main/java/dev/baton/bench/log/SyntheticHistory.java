package dev.baton.bench.log;

import dev.baton.bench.log.BulkLoad.Entry;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.AccessEvent.CallDenied;
import dev.baton.pair.AccessEvent.TokenCreated;
import dev.baton.pair.Event;
import dev.baton.pair.PairEvent.VerdictChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Generates two years of events of an installation: pairs that switch over and recover, a few that
 * fail, verdicts that change, calls that are turned away. Deterministic.
 */
final class SyntheticHistory implements Supplier<Entry> {

  private static final int USUAL_PAIRS = 200;
  private static final Duration SPAN = Duration.ofDays(730);
  private static final Instant END = Instant.parse("2026-06-30T00:00:00Z");

  private static final List<String> ITEMS =
      List.of("replication-lag", "cruise-config.xml", "cipher", "ready-for-switchover", "address");

  private final SplittableRandom random = new SplittableRandom(20_240_701);
  private final Queue<Entry> ahead = new ArrayDeque<>();
  private final List<SyntheticPair> pairs = new ArrayList<>();
  private final Duration pause;
  private Instant now = END.minus(SPAN);

  /**
   * From its first day.
   *
   * @param events over how many events the two years are spread
   */
  SyntheticHistory(long events) {
    this(events, USUAL_PAIRS);
  }

  /** Of so many pairs. */
  SyntheticHistory(long events, int count) {
    pause = SPAN.dividedBy(Math.max(1, events));
    add(
        StreamId.ACCESS,
        SyntheticActors.engine(random),
        List.of(new TokenCreated("admin", "5f1e".repeat(16))));
    for (int i = 0; i < count; i++) {
      var pair = new SyntheticPair(i, random);
      pairs.add(pair);
      pair.register(this::add, "10.0." + i);
      pair.takeOver(this::add);
    }
  }

  @Override
  public Entry get() {
    while (ahead.isEmpty()) {
      SyntheticPair pair = pairs.get(random.nextInt(pairs.size()));
      int dice = random.nextInt(100);
      if (dice < 55) {
        changeVerdict(pair);
      } else if (dice < 75) {
        deny();
      } else {
        pair.operate(this::add);
      }
    }
    return ahead.remove();
  }

  private void add(StreamId stream, EventContext context, List<? extends Event> events) {
    now = now.plus(pause.multipliedBy(events.size()));
    ahead.add(new Entry(stream, context, now, events));
  }

  /** Most that goes wrong comes right again by itself. */
  private void changeVerdict(SyntheticPair pair) {
    String item = ITEMS.get(random.nextInt(ITEMS.size()));
    EventContext context = SyntheticActors.engine(random).withEpoch(SyntheticPair.EPOCH);
    String evidence =
        "lag %d bytes at 0/%x".formatted(random.nextInt(1 << 20), random.nextLong(1L << 32));
    add(pair.stream(), context, List.of(new VerdictChanged(item, "OK", "LATE", evidence)));
    add(pair.stream(), context, List.of(new VerdictChanged(item, "LATE", "OK", evidence)));
  }

  private void deny() {
    boolean known = random.nextInt(3) == 0;
    String path =
        "/v1/pairs/%s/switchovers".formatted(pairs.get(random.nextInt(pairs.size())).name());
    add(
        StreamId.ACCESS,
        known ? SyntheticActors.person(random) : SyntheticActors.nobody(random),
        List.of(
            known
                ? new CallDenied(403, "POST", path, "the token has no role that may start this")
                : new CallDenied(401, "GET", path, "no token was given")));
  }
}
