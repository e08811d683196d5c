package dev.baton.agent.files;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.os.TimestampedPath;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps beside an item of the policy what a transfer is about to overwrite in it, in a folder of
 * the time; it is no part of the item and never synced.
 */
final class OverwrittenFiles {

  static final String ENDING = ".overwritten";

  private static final int TIMES = 10;
  private static final String OWNER_ONLY = "700";
  private static final String NEW_FILE = "600";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Policy.FilesPart policy;
  private final VerifiedWriter writer;

  /** A file as it is now. */
  record OldFile(ScannedFile file, String digest) {}

  OverwrittenFiles(Policy.FilesPart policy) {
    this.policy = policy;
    this.writer = new VerifiedWriter(policy.user());
  }

  /**
   * Of that item, whether or not anything was ever overwritten there. Hidden: a program that reads
   * all that lies in a folder of settings must not read this.
   */
  static Path beside(Path item) {
    return item.resolveSibling("." + item.getFileName() + ENDING);
  }

  /**
   * Keeps all of them, or none.
   *
   * @param old by manifest name
   * @return each item with the folder, for a sentence
   */
  List<String> keep(Map<String, OldFile> old)
      throws FailedException, IOException, InterruptedException {
    String time = TimestampedPath.now();
    Map<String, Path> folders = new TreeMap<>();
    try {
      for (Map.Entry<String, OldFile> entry : old.entrySet()) {
        String[] name = entry.getKey().split("/", 2);
        Path item = policy.paths().get(name[0]);
        if (item != null) {
          Path folder = beside(item.toAbsolutePath()).resolve(time);
          folders.put(name[0], folder);
          String inner = name.length > 1 ? name[1] : String.valueOf(item.getFileName());
          copy(entry.getValue(), folder.resolve(inner));
        }
      }
    } catch (FailedException | IOException e) {
      for (Path folder : folders.values()) {
        discard(folder, e);
      }
      throw e;
    }
    List<String> kept = new ArrayList<>();
    for (Map.Entry<String, Path> folder : folders.entrySet()) {
      forgetOldest(VerifiedWriter.parent(folder.getValue()), time);
      kept.add("%s in %s".formatted(folder.getKey(), folder.getValue()));
    }
    return kept;
  }

  private void copy(OldFile old, Path to)
      throws FailedException, IOException, InterruptedException {
    writer.makeFolders(VerifiedWriter.parent(to), OWNER_ONLY);
    writer.write(to, old.file().size(), old.digest(), NEW_FILE, old.file()::copyTo);
  }

  /** A disk that was too full for it is given back what was written. */
  private void discard(Path folder, Exception because) throws InterruptedException {
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        ServiceFolder.remove(folder, policy.user(), Deadline.in(LIMIT));
      }
    } catch (FailedException | IOException e) {
      because.addSuppressed(e);
    }
  }

  /** Never the one of now, even where a clock that was ahead has made others look newer. */
  private void forgetOldest(Path all, String now) throws InterruptedException {
    try {
      ServiceFolder folder = ServiceFolder.of(all, policy.user());
      List<String> words =
          folder.words(FolderScript.KEEP_NEWEST, ".", Integer.toString(TIMES), now);
      String unused = folder.outcome(Programs.run(words, Deadline.in(LIMIT)));
    } catch (FailedException | IOException inNobodysWay) {
      System.err.println(all + " keeps more than it should: " + inNobodysWay.getMessage());
    }
  }
}
