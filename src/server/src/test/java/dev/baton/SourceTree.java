package dev.baton;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the programs are made of, tests and what a build makes left out. */
public final class SourceTree {

  private SourceTree() {}

  /** The text of every source and resource of the programs, and of the script that starts them. */
  static List<String> texts() {
    return Stream.concat(
            files(Checkout.file("")).stream()
                .filter(file -> file.toString().matches(".*\\.(java|properties|sh)")),
            Stream.of(Checkout.file("baton")))
        .map(SourceTree::text)
        .toList();
  }

  /** Every Java source of the programs, by path. */
  public static List<Path> sources() {
    return files(Checkout.file("")).stream()
        .filter(file -> file.toString().endsWith(".java"))
        .toList();
  }

  /** The classes of the files whose name without {@code .java} fits, by path. */
  static List<Class<?>> classesNamed(String pattern) {
    return sources().stream()
        .filter(file -> file.getFileName().toString().matches(pattern + "\\.java"))
        .<Class<?>>map(SourceTree::type)
        .toList();
  }

  /** What is written in the file. */
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Judged by the path from the checkout on: the folders above it may have any name. */
  static List<Path> files(Path checkout) {
    try (Stream<Path> all = Files.walk(checkout.resolve("src"))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> checkout.relativize(file).toString().matches("src/\\w+/src/main/.*"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> type(Path file) {
    String path = Checkout.file("").relativize(file).toString();
    String name = path.replaceAll("^src/\\w+/src/main/java/|\\.java$", "").replace('/', '.');
    try {
      return Class.forName(name, false, SourceTree.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(path, e);
    }
  }
}
