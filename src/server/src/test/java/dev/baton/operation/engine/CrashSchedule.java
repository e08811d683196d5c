package dev.baton.operation.engine;

import dev.baton.operation.engine.CrashPoint.Moment;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * One life of a control plane. After its end no call to the outside comes through and none returns:
 * its threads stand still where they are, so nothing is caught and nothing is tidied up.
 */
public final class CrashSchedule {

  private final Optional<CrashPoint> cut;
  private final Set<CrashPoint> met = new LinkedHashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);

  public CrashSchedule(Optional<CrashPoint> cut) {
    this.cut = cut;
  }

  /**
   * A call to the outside begins.
   *
   * @return the moment of this very call at which life ends; the caller sees to it. Empty for a
   *     call like any other
   */
  Optional<Moment> meets(String call, Set<Moment> moments) {
    live();
    synchronized (this) {
      int count = counts.merge(call, 1, Integer::sum);
      String numbered = count == 1 ? call : call + " #" + count;
      moments.forEach(moment -> met.add(new CrashPoint(numbered, moment)));
      return cut.filter(here -> here.is(numbered, moments)).map(CrashPoint::moment);
    }
  }

  /** Everything that could have been cut. */
  synchronized Set<CrashPoint> met() {
    return Set.copyOf(met);
  }

  /** The command ids of all orders that were sent. */
  synchronized Set<String> orders() {
    return met.stream()
        .filter(crashPoint -> crashPoint.moment() == Moment.UNDER_WAY)
        .map(CrashPoint::call)
        .map(call -> call.substring(call.indexOf(' ') + 1))
        .collect(Collectors.toSet());
  }

  /** Does not return once life has ended. */
  void live() {
    if (end.getCount() == 0) {
      throw stand();
    }
  }

  /** Ends it; does not return, whatever a caller says to the compiler. */
  AssertionError end() {
    end.countDown();
    return stand();
  }

  CountDownLatch ended() {
    return end;
  }

  private static AssertionError stand() {
    while (true) {
      LockSupport.park();
    }
  }
}
