package dev.baton.operation.engine;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a life of the control plane ends: at one call to the outside.
 *
 * @param call what it was about to do, for example {@code append StepDone stop-database@east-db}
 */
public record CrashPoint(String call, Moment moment) {

  private static final String ANY = "any";

  /** At the very first call for which there is that moment. */
  static CrashPoint atOnce(Moment moment) {
    return new CrashPoint(ANY, moment);
  }

  boolean is(String other, Set<Moment> moments) {
    return (call.equals(ANY) || call.equals(other)) && moments.contains(moment);
  }

  enum Moment {
    /** Nothing of the call leaves the control plane. */
    BEFORE,
    /** It is on its way, and arrives after the next life has asked for it in vain. */
    ON_ITS_WAY,
    /** It arrived, and is still being done when the next life asks for it. */
    UNDER_WAY,
    /** It had its whole effect; the answer is lost. */
    AFTER;

    static final Set<Moment> OF_APPENDS = EnumSet.of(BEFORE, AFTER);
    static final Set<Moment> OF_ORDERS = EnumSet.allOf(Moment.class);

    /** A reading changes nothing, so it makes no difference on which side of it a life ends. */
    static final Set<Moment> OF_READINGS = EnumSet.of(BEFORE);
  }

  @Override
  public String toString() {
    return moment + " " + call;
  }
}
