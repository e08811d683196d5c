package dev.baton.status;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A retired pair, and which of its hosts have let go of it. */
@Schema(description = "A retired pair, and which of its hosts have let go of it")
record RetireView(
    String pair,
    @Schema(description = "As in the status of the pair", examples = "RETIRED") String state,
    @Schema(description = "Hosts whose agents obey it no more, by name") List<String> released,
    @Schema(
            description =
                "Hosts whose agents obey it still; the same call with a new Idempotency-Key tries"
                    + " them again")
        List<BoundHost> bound) {

  RetireView {
    released = List.copyOf(released);
    bound = List.copyOf(bound);
  }

  /** A host that did not let go. */
  @Schema(description = "A host that did not let go")
  record BoundHost(String host, @Schema(description = "What its agent answered") String why) {}
}
