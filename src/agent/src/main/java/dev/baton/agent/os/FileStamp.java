package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Fingerprint of a file's metadata: while it is equal, an earlier digest of the file is still
 * valid.
 */
public final class FileStamp {

  private FileStamp() {}

  /** Empty when there is no such file. */
  public static String of(Path file) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(
              file, "unix:lastModifiedTime,ctime,size,ino", LinkOption.NOFOLLOW_LINKS);
      return attributes.toString();
    } catch (IOException absent) {
      return "";
    }
  }
}
