package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What changes when a file is written: enough to know that a digest of it is still good. */
final class FileStamp {

  private FileStamp() {}

  /** Empty when there is no such file. */
  static String of(Path file) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(file, "unix:lastModifiedTime,ctime,size,ino");
      return attributes.toString();
    } catch (IOException absent) {
      return "";
    }
  }
}
