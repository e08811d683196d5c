package dev.baton.status;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration: how often a drill is due. */
@ConfigMapping(prefix = "baton.drill")
interface DrillConfig {

  /** After this long without a good drill the status calls the next one due; nothing is refused. */
  @WithDefault("P90D")
  Duration dueAfter();
}
