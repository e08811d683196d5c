/**
 * Faults on a real lab, told as scenarios: one file per situation in {@code
 * src/test/resources/faults}, each run by JUnit and judged by the same {@link Judge}.
 *
 * <p>A line is a block and a sentence; {@code #} begins a comment, and the comments at the top say
 * what the situation is. Blocks come in this order, each line is done when it is reached:
 *
 * <pre>
 * list    short                                               also run by ./mvnw verify
 * setup   pair at east                                        where the pair is before it begins
 * act     graceful switchover to west                         what a person does
 * fault   when close-port starts: kill labgo on east-app
 * expect  outcome one of SUCCEEDED, ROLLED_BACK, PAUSED(escalate)
 * </pre>
 *
 * Acts and faults may alternate. An operation only begins in an act; {@code when} waits for its
 * step. {@link Language} is the whole list of sentences, and what an unknown one is answered with.
 *
 * <p>Delay and loss are made by {@link SlowLink}, a forwarder on the host in front of its ports,
 * everywhere: not every kernel has netem, and a suite that is to be repeatable uses one means. It
 * delays what TCP carries; a lost packet is what TCP makes of it, one retransmission later. ARP is
 * not delayed. Clocks are shifted with Debian's faketime, for the agent and all it starts.
 */
@NullMarked
package dev.baton.faults;

import org.jspecify.annotations.NullMarked;
