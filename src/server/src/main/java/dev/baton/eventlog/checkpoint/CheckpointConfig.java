package dev.baton.eventlog.checkpoint;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the log is signed, and where the signed checkpoints go besides the database. */
@ConfigMapping(prefix = "baton.checkpoint")
public interface CheckpointConfig {

  /**
   * File of the ed25519 private key, PEM (PKCS #8); made at the first start when it is not there.
   * Replicas of one control plane must be given the same key: each calls the other's checkpoints
   * foreign otherwise. Replacing it makes all earlier checkpoints foreign.
   */
  @WithDefault("${baton.data}/checkpoint.key")
  Path key();

  /**
   * A checkpoint is made at least this often, also when nothing happens; at every end of an
   * operation anyway. Verification calls more than an hour without one a gap.
   */
  @WithDefault("PT1H")
  Duration interval();

  /**
   * File that every checkpoint is added to, one JSON object a line; better on another machine's
   * disk. Verification reads it and so finds what was taken out of the database.
   */
  @WithDefault("${baton.data}/checkpoints.ndjson")
  Path file();

  /**
   * Where every checkpoint is sent by POST, as JSON; repeated until it is answered with 2xx, for as
   * long as the program runs. Nothing is sent when absent.
   */
  Optional<URI> push();
}
