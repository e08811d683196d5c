package dev.baton.world;

import dev.baton.host.AgentReply;
import java.util.Map;

/** What one action does to a simulated host. */
public interface Work {

  AgentReply on(Map<String, String> params);
}
