package dev.baton.switchover;

import dev.baton.pair.HostId;

/** How it is made sure that a host of the old primary's site can do no harm (S1). */
sealed interface FenceMethod {

  /** Its own agent answers, and stops what runs there. */
  record ByAgent() implements FenceMethod {}

  /** It is silent, and a host of the standby site has a command that switches it off. */
  record ByCommand(HostId by) implements FenceMethod {}

  /** It is silent, and a person says that it is off; what can be seen must not contradict. */
  record Attested(String statement) implements FenceMethod {}
}
