package dev.baton.bench;

import dev.baton.eventlog.BulkLoad.Entry;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.AccessEvent.CallDenied;
import dev.baton.pair.AccessEvent.TokenCreated;
import dev.baton.pair.Fact;
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
 * Two years of an installation as its log would tell them: pairs that switch over and recover, a
 * few that fail, verdicts that change, calls that are turned away. The same every time.
 */
final class Chronicle implements Supplier<Entry> {

  private static final int PAIRS = 200;
  private static final Duration SPAN = Duration.ofDays(730);
  private static final Instant END = Instant.parse("2026-06-30T00:00:00Z");

  private static final List<String> ITEMS =
      List.of("replication-lag", "cruise-config.xml", "cipher", "ready-for-switchover", "address");

  private final SplittableRandom random = new SplittableRandom(20_240_701);
  private final Queue<Entry> ahead = new ArrayDeque<>();
  private final List<PairStory> pairs = new ArrayList<>();
  private final Duration pause;
  private Instant now = END.minus(SPAN);

  /**
   * From its first day.
   *
   * @param events over how many events the two years are spread
   */
  Chronicle(long events) {
    pause = SPAN.dividedBy(Math.max(1, events));
    add(
        StreamId.ACCESS,
        Voices.engine(random),
        List.of(new TokenCreated("admin", "5f1e".repeat(16))));
    for (int i = 0; i < PAIRS; i++) {
      var pair = new PairStory(i, random);
      pairs.add(pair);
      pair.register(this::add, "10.0." + i);
      pair.takeOver(this::add);
    }
  }

  @Override
  public Entry get() {
    while (ahead.isEmpty()) {
      PairStory pair = pairs.get(random.nextInt(PAIRS));
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

  private void add(StreamId stream, EventContext context, List<? extends Fact> facts) {
    now = now.plus(pause.multipliedBy(facts.size()));
    ahead.add(new Entry(stream, context, now, facts));
  }

  /** Most that goes wrong comes right again by itself. */
  private void changeVerdict(PairStory pair) {
    String item = ITEMS.get(random.nextInt(ITEMS.size()));
    EventContext context = Voices.engine(random).withEpoch(PairStory.EPOCH);
    String evidence =
        "lag %d bytes at 0/%x".formatted(random.nextInt(1 << 20), random.nextLong(1L << 32));
    add(pair.stream(), context, List.of(new VerdictChanged(item, "OK", "LATE", evidence)));
    add(pair.stream(), context, List.of(new VerdictChanged(item, "LATE", "OK", evidence)));
  }

  private void deny() {
    boolean known = random.nextInt(3) == 0;
    String path = "/v1/pairs/%s/switchovers".formatted(pairs.get(random.nextInt(PAIRS)).name());
    add(
        StreamId.ACCESS,
        known ? Voices.person(random) : Voices.nobody(random),
        List.of(
            known
                ? new CallDenied(403, "POST", path, "the token has no role that may start this")
                : new CallDenied(401, "GET", path, "no token was given")));
  }
}
