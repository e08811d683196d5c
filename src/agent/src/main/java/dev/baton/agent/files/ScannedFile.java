package dev.baton.agent.files;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * An ordinary file of the policy's items.
 *
 * @param account to read it as
 * @param stamp changes whenever the file may have
 */
record ScannedFile(
    Path path, Optional<String> account, String stamp, long size, Instant changedAt) {

  /** Its content, read with the rights of its account; whoever gets it compares its digest. */
  void copyTo(OutputStream out) throws FailedException, IOException, InterruptedException {
    ServiceFolder folder = ServiceFolder.holding(path, account);
    String name = String.valueOf(path.getFileName());
    if (!folder.requirePlain(name)) {
      throw new FailedException(path + " went away meanwhile");
    }
    Process helper =
        Programs.start(
            folder.words(FolderScript.READ, name, Long.toString(size)),
            ProcessBuilder.Redirect.PIPE);
    helper.getOutputStream().close();
    long left = size;
    try (InputStream in = helper.getInputStream()) {
      byte[] buffer = new byte[16_384];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        left -= n;
        out.write(buffer, 0, n);
      }
    }
    if (helper.waitFor() != 0 || left != 0) {
      throw new FailedException(path + " changed while it was read");
    }
  }
}
