package dev.baton.host;

import dev.baton.pair.HostId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Announcement;
import java.time.Duration;
import java.util.Map;

/** Client of the agents on all hosts. Every call blocks at most for the time limit it is given. */
public interface HostAgent {

  /**
   * Reads from the live host; nothing is changed or journaled.
   *
   * @param params exactly the parameters the type names
   */
  AgentReply read(HostId host, ActionType type, Map<String, String> params, Duration limit);

  /**
   * Has one changing action done under a command id, and waits for its end or its time limit. Safe
   * to repeat with the same id and request: it runs once, and a repeat gets the first result.
   */
  AgentReply perform(HostId host, String commandId, ActionRequest request);

  /**
   * What became of a command, without starting it; {@code Refused(unknown-id)} if never accepted.
   */
  AgentReply lookUp(HostId host, String commandId, Duration limit);

  /**
   * Tries from the control plane whether a TCP connection to that port can be opened.
   *
   * @return {@code Done} with {@code connected} and, if it is not, {@code why}
   */
  AgentReply knock(String address, int port, Duration limit);

  /**
   * Has the agent refuse every replica that held the pair before, and tells the host its role; safe
   * to repeat.
   */
  AgentReply announce(HostId host, Announcement announcement, Duration limit);

  /**
   * Has the agent end a command half-way, if it is a copy and under way; what became of it is asked
   * for as ever. For one that cannot be reached it has to be said again.
   *
   * @param owner on whose behalf
   * @return how it ended, or {@code Unknown} while it goes on
   */
  default AgentReply cut(HostId host, String commandId, Announcement owner, Duration limit) {
    return new AgentReply.Unknown("it is let go on");
  }

  /**
   * How far a command under way has come, in facts of its own, for example {@code bytes}; empty
   * when nothing is known. For people to look at: nothing is decided on it.
   */
  default Map<String, String> progress(HostId host, String commandId, Duration limit) {
    return Map.of();
  }

  /**
   * The agent's session and boot id, read afresh; evidence keys {@code session}, {@code bootId}.
   */
  AgentReply hello(HostId host, Duration limit);

  /**
   * What the agent sees.
   *
   * @param after number of the observation already known; 0 for whatever is there
   * @param wait how long the agent may hold the answer back until something newer is there: then it
   *     answers with what it saw last, and one that does not has gone silent; zero has it look
   *     afresh, so that nothing is decided on what was so before the call
   */
  ObservationResult observe(HostId host, long after, Duration wait);
}
