package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may change the entries of a folder, and so the account to work there as.
 *
 * @param folder without links
 * @param account empty where only root and the agent itself may write, all the way up
 */
record FolderOwner(Path folder, Optional<String> account) {

  private static final int OWN = ownUid();

  /**
   * @param user the account that the policy names for it
   * @throws ForeignPathException if a link that an account could have made leads there
   * @throws NoSuchFileException if there is no such folder
   */
  static FolderOwner of(Path folder, Optional<String> user)
      throws ForeignPathException, IOException {
    PathChain chain = PathChain.of(folder);
    PathChain.PathStep last = chain.last();
    if (!chain.complete() || !last.folder()) {
      throw new NoSuchFileException(folder.toString(), null, "no such folder");
    }
    int open = firstOpen(chain.steps());
    if (open < 0) {
      return new FolderOwner(last.path(), Optional.empty());
    }
    for (PathChain.PathStep step : chain.steps().subList(open, chain.steps().size())) {
      if (step.link()) {
        throw new ForeignPathException(
            "%s is a link, and others than root may write its folder".formatted(step.path()));
      }
    }
    String owner = Files.getOwner(last.path(), LinkOption.NOFOLLOW_LINKS).getName();
    String account = user.filter(name -> !name.equals("root")).orElse(owner);
    if (account.equals("root")) {
      throw new ForeignPathException(
          "%s is root's and has mode %04o: others may write there"
              .formatted(last.path(), last.permissions()));
    }
    if (!owner.equals(account) && last.uid() != 0) {
      throw new ForeignPathException(
          "%s belongs to %s, not to %s".formatted(last.path(), owner, account));
    }
    return new FolderOwner(last.path(), Optional.of(account));
  }

  /** Of the folder that holds a file. */
  static FolderOwner holding(Path file, Optional<String> user)
      throws ForeignPathException, IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(file + " has no folder");
    }
    return of(parent, user);
  }

  /**
   * Whether a file of that name is there; one that is must be an ordinary file of the folder's
   * owner or of root.
   */
  boolean hasPlain(String name) throws ForeignPathException, IOException {
    PathChain.PathStep step;
    try {
      step = PathChain.PathStep.of(folder.resolve(name));
    } catch (NoSuchFileException absent) {
      return false;
    }
    if (step.link()) {
      throw new ForeignPathException(step.path() + " is a link");
    }
    if (!step.plain()) {
      throw new ForeignPathException(step.path() + " is no ordinary file");
    }
    if (step.links() > 1) {
      throw new ForeignPathException(step.path() + " is a hard link: it has other names");
    }
    requireOwner(step);
    return true;
  }

  private void requireOwner(PathChain.PathStep step) throws ForeignPathException, IOException {
    if (account.isPresent() && step.uid() != 0) {
      String owner = Files.getOwner(step.path(), LinkOption.NOFOLLOW_LINKS).getName();
      if (!owner.equals(account.get())) {
        throw new ForeignPathException(
            "%s belongs to %s, not to %s".formatted(step.path(), owner, account.get()));
      }
    }
  }

  /** The first folder whose entries somebody else could exchange; negative if there is none. */
  private static int firstOpen(List<PathChain.PathStep> steps) {
    for (int i = 0; i < steps.size(); i++) {
      PathChain.PathStep step = steps.get(i);
      boolean held = step.sticky() && i + 1 < steps.size() && trusted(steps.get(i + 1));
      if (step.folder() && (!trusted(step) || (step.othersWrite() && !held))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether nobody else could have put that file there. */
  static boolean trusted(PathChain.PathStep step) {
    return step.uid() == 0 || step.uid() == OWN;
  }

  private static int ownUid() {
    try {
      return PathChain.of(Path.of("/proc/self")).last().uid();
    } catch (IOException notLinux) {
      return 0;
    }
  }
}
