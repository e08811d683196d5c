package dev.baton.operation;

import dev.baton.operation.Cut.Moment;
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
final class Fate {

  private final Optional<Cut> cut;
  private final Set<Cut> met = new LinkedHashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);

  Fate(Optional<Cut> cut) {
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
      moments.forEach(moment -> met.add(new Cut(numbered, moment)));
      return cut.filter(here -> here.is(numbered, moments)).map(Cut::moment);
    }
  }

  /** Everything that could have been cut. */
  synchronized Set<Cut> met() {
    return Set.copyOf(met);
  }

  /** The command ids of all orders that were sent. */
  synchronized Set<String> orders() {
    return met.stream()
        .filter(cut -> cut.moment() == Moment.UNDER_WAY)
        .map(Cut::call)
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
