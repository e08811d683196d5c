package dev.baton.cli.api;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read, in words. */
public final class FileTrouble {

  private FileTrouble() {}

  /** The exceptions of files say nothing but their name. */
  public static String why(Exception e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no such file";
      case AccessDeniedException denied -> "it may not be read";
      default -> String.valueOf(e.getMessage());
    };
  }
}
