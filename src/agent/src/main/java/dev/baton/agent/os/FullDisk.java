package dev.baton.agent.os;

import dev.baton.protocol.DiskSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names a full disk: the folder that met it, what is mounted there, and the next move. */
public final class FullDisk {

  private static final String SENTENCE = "the disk of ";

  private FullDisk() {}

  /** What was said; where it was about a full disk, with the folder named behind it. */
  public static String explain(String said, Path folder) {
    return DiskSpace.saysFull(said) && !said.contains(SENTENCE)
        ? said + "; " + sentence(folder)
        : said;
  }

  /** The failure; one of a full disk with the folder in its message. */
  public static IOException explain(IOException e, Path folder) {
    String said = String.valueOf(e.getMessage());
    String explained = explain(said, folder);
    return explained.equals(said) ? e : new IOException(explained, e);
  }

  /** A failure that has no words of its own; the disk is named if it has no room for one page. */
  public static String suspect(String said, Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace() < 4096
          ? said + "; " + sentence(folder)
          : said;
    } catch (IOException unknown) {
      return said;
    }
  }

  private static String sentence(Path folder) {
    return SENTENCE
        + "%s is full (%s): free space there, then have it tried again"
            .formatted(folder, mount(folder));
  }

  private static String mount(Path folder) {
    try {
      var store = Files.getFileStore(folder);
      return "mounted at %s, %d bytes are free".formatted(store, store.getUsableSpace());
    } catch (IOException gone) {
      return "its mount cannot be read";
    }
  }
}
