package dev.baton.eventlog.checkpoint;

import java.io.IOException;

/** A place outside the database where checkpoints are kept. */
interface CheckpointSink {

  /**
   * Returns when the checkpoint is safe there.
   *
   * @throws IOException when it is not, or nobody knows: it is handed over again
   */
  void take(Checkpoint checkpoint) throws IOException, InterruptedException;
}
