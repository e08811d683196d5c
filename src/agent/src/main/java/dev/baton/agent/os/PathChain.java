package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every folder, link and file that a path leads through, from the root of the file system on, links
 * resolved one by one.
 *
 * @param steps at least the root; the last one is the file itself, or the last folder there is
 * @param complete whether the last step is what the path names
 */
public record PathChain(List<PathStep> steps, boolean complete) {

  private static final int MOST_LINKS = 40; // path_resolution(7)
  private static final int OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;
  private static final int FORMAT = 0170000;
  private static final int LINK = 0120000;
  private static final int FOLDER = 0040000;
  private static final int PLAIN = 0100000;

  public PathChain {
    steps = List.copyOf(steps);
  }

  /** One file, as it is without following it. */
  public record PathStep(Path path, int uid, int mode, int links) {

    static PathStep of(Path path) throws IOException {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:uid,mode,nlink", LinkOption.NOFOLLOW_LINKS);
      return new PathStep(
          path, number(found.get("uid")), number(found.get("mode")), number(found.get("nlink")));
    }

    private static int number(@Nullable Object attribute) {
      return attribute instanceof Integer number ? number : 0;
    }

    public boolean link() {
      return (mode & FORMAT) == LINK;
    }

    public boolean folder() {
      return (mode & FORMAT) == FOLDER;
    }

    boolean plain() {
      return (mode & FORMAT) == PLAIN;
    }

    /** Permissions alone, as {@code chmod} takes them. */
    public int permissions() {
      return mode & 07777;
    }

    public boolean othersWrite() {
      return !link() && (mode & OTHERS_WRITE) != 0;
    }

    /** Whether only the owner of an entry can rename it or put another in its place. */
    public boolean sticky() {
      return (mode & STICKY) != 0;
    }
  }

  public static PathChain of(Path path) throws IOException {
    Deque<Path> todo = new ArrayDeque<>();
    path.toAbsolutePath().forEach(todo::add);
    List<PathStep> steps = new ArrayList<>();
    Path at = Path.of("/");
    steps.add(PathStep.of(at));
    int links = 0;
    while (!todo.isEmpty()) {
      Path name = todo.removeFirst();
      Path next = at.resolve(name).normalize();
      if (name.toString().isEmpty()
          || name.toString().equals(".")
          || name.toString().equals("..")) {
        at = next;
        continue;
      }
      PathStep step;
      try {
        step = PathStep.of(next);
      } catch (NoSuchFileException absent) {
        return new PathChain(steps, false);
      }
      steps.add(step);
      if (!step.link()) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new IOException(path + " leads through too many links");
      }
      Path target = Files.readSymbolicLink(next);
      at = target.isAbsolute() ? Path.of("/") : at;
      List<Path> names = new ArrayList<>();
      target.forEach(names::add);
      names.reversed().forEach(todo::addFirst);
    }
    return new PathChain(steps, true);
  }

  public PathStep last() {
    return steps.getLast();
  }
}
