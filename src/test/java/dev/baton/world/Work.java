package dev.baton.world;

import dev.baton.host.HostReply;
import java.util.Map;

/** What one action does to a simulated host. */
interface Work {

  HostReply on(Map<String, String> params);
}
