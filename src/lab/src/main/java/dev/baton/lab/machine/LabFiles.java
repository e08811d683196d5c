package dev.baton.lab.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes, copies and removes the files of a lab. */
public final class LabFiles {

  private LabFiles() {}

  public static void folder(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file, with its folder if need be. */
  public static void write(Path file, String text) {
    folder(file.resolve("..").normalize());
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file that only its owner can read. */
  public static void writeSecret(Path file, String text) {
    write(file, text);
    mode(file, "rw-------");
  }

  public static void mode(Path file, String permissions) {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies files into a folder under their own names, times kept. */
  public static void copy(List<Path> files, Path folder) {
    folder(folder);
    for (Path file : files) {
      try {
        Files.copy(
            file,
            folder.resolve(file.getFileName()),
            StandardCopyOption.COPY_ATTRIBUTES,
            StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static void rename(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files directly in a folder whose names begin and end so. */
  public static List<Path> matching(Path folder, String prefix, String suffix) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> {
            String name = file.getFileName().toString();
            return name.startsWith(prefix) && name.endsWith(suffix);
          })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text of this package's resources with {@code ${name}} replaced by its value. */
  public static String template(String name, Map<String, String> values) {
    try (InputStream stream = LabFiles.class.getResourceAsStream("/lab/" + name)) {
      if (stream == null) {
        throw new LabException("no resource lab/" + name);
      }
      String text = new String(stream.readAllBytes(), UTF_8);
      for (var value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder with everything in it; symbolic links are not followed. */
  public static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
