package dev.baton.agent.os;

import dev.baton.protocol.DiskSpace;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder in which a service account may write. What is done there is done by a program with that
 * account's rights (S18): whatever the account puts in the way meanwhile, it reaches nothing that
 * it could not reach itself. Links, hard links and files of others are refused by name.
 */
public final class ServiceFolder {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MOST = 1024 * 1024;

  private final FolderOwner owner;
  private final Path folder;
  private final Optional<String> account;
  private final Optional<String> user;

  private ServiceFolder(FolderOwner owner, Optional<String> user) {
    this.owner = owner;
    this.folder = owner.folder();
    this.account = owner.account();
    this.user = user;
  }

  /**
   * The folder of that path, with the account to act as.
   *
   * @param user the account it belongs to by the policy; empty: whoever owns it
   * @throws NoSuchFileException if there is no such folder
   */
  public static ServiceFolder of(Path folder, Optional<String> user)
      throws ForeignPathException, IOException {
    return new ServiceFolder(FolderOwner.of(folder, user), user);
  }

  /** The one that holds a file, which need not exist. */
  public static ServiceFolder holding(Path file, Optional<String> user)
      throws ForeignPathException, IOException {
    return new ServiceFolder(FolderOwner.holding(file, user), user);
  }

  /** Where it is, without links. */
  public Path path() {
    return folder;
  }

  /** The account that may write it; empty when that is only root, or the agent itself. */
  public Optional<String> account() {
    return account;
  }

  public boolean exists(String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Requires an ordinary file of the folder's owner or of root, or none.
   *
   * @return whether there is one
   */
  public boolean requirePlain(String name) throws ForeignPathException, IOException {
    return owner.hasPlain(name);
  }

  /** Its text, at most the first megabyte. */
  public String read(String name) throws FailedException, IOException, InterruptedException {
    return read(name, StandardCharsets.UTF_8);
  }

  /** As {@link #read} where each character stands for one byte, whatever the encoding. */
  public String readBytes(String name) throws FailedException, IOException, InterruptedException {
    return read(name, StandardCharsets.ISO_8859_1);
  }

  private String read(String name, Charset charset)
      throws FailedException, IOException, InterruptedException {
    if (!requirePlain(name)) {
      throw new NoSuchFileException(folder.resolve(name).toString());
    }
    String content = run(charset, FolderScript.READ, "", name, Integer.toString(MOST));
    if (content.length() >= MOST) {
      throw new FailedException(
          "%s is larger than %d bytes".formatted(folder.resolve(name), MOST - 1));
    }
    return content;
  }

  /** At most that many bytes of its end; empty when there is no such file. */
  public String tail(String name, int bytes)
      throws FailedException, IOException, InterruptedException {
    return requirePlain(name) ? run(FolderScript.TAIL, "", name, Integer.toString(bytes)) : "";
  }

  /** Replaces a file as a whole; its mode is kept, and 0600 when it is new. */
  public void replace(String name, String text)
      throws FailedException, IOException, InterruptedException {
    replace(name, text, StandardCharsets.UTF_8);
  }

  /** As {@link #replace} with text of which each character stands for one byte. */
  public void replaceBytes(String name, String bytes)
      throws FailedException, IOException, InterruptedException {
    replace(name, bytes, StandardCharsets.ISO_8859_1);
  }

  private void replace(String name, String text, Charset charset)
      throws FailedException, IOException, InterruptedException {
    String mode = requirePlain(name) ? mode(name) : "600";
    done(run(charset, FolderScript.REPLACE, text, name, mode, owner()));
  }

  /** Makes a file that must not be there yet, with mode 0600. */
  public void create(String name, String text)
      throws FailedException, IOException, InterruptedException {
    boolean unused = requirePlain(name);
    done(run(FolderScript.CREATE, text, name, owner()));
  }

  /** Adds to a file that is there. */
  public void append(String name, String text)
      throws FailedException, IOException, InterruptedException {
    if (!requirePlain(name)) {
      throw new NoSuchFileException(folder.resolve(name).toString());
    }
    done(run(FolderScript.APPEND, text, name));
  }

  /** Copies a file of another folder of the same account, which must not be here yet. */
  public void copy(ServiceFolder from, String name, String to)
      throws FailedException, IOException, InterruptedException {
    String bytes = from.readBytes(name);
    done(run(StandardCharsets.ISO_8859_1, FolderScript.CREATE, bytes, to, owner()));
  }

  /** What is gone already is success; a link is deleted, never followed. */
  public void delete(String name) throws FailedException, IOException, InterruptedException {
    done(run(FolderScript.DELETE, "", name));
  }

  /** Makes a folder in it that belongs to the same account. */
  public void makeFolder(String name, String mode)
      throws FailedException, IOException, InterruptedException {
    done(run(FolderScript.MAKE_FOLDER, "", name, mode, owner()));
  }

  /** Renames an entry; another of the new name is never replaced. */
  public void rename(String from, String to)
      throws FailedException, IOException, InterruptedException {
    done(run(FolderScript.RENAME, "", from, to));
  }

  /** Deletes an empty folder in it. */
  public void removeFolder(String name) throws FailedException, IOException, InterruptedException {
    done(run(FolderScript.REMOVE_FOLDER, "", name));
  }

  /** Deletes all that is in it, except what has that name; empty: really all. */
  public void clear(String except, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    List<String> words = words(FolderScript.CLEAR, except.isEmpty() ? "." : except);
    done(outcome(Programs.run(words, "", StandardCharsets.UTF_8, MOST, deadline)));
  }

  /**
   * Deletes the ordinary files in it whose names begin so.
   *
   * @param deep whether in the folders below it, too
   */
  public void sweep(String prefix, boolean deep)
      throws FailedException, IOException, InterruptedException {
    done(run(FolderScript.SWEEP, "", ".", prefix, deep ? "1000" : "1"));
  }

  /** Deletes a folder with all that is in it. */
  public static void remove(Path tree, Optional<String> user, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    of(tree, user).clear("", deadline);
    holding(tree, user).removeFolder(String.valueOf(tree.getFileName()));
  }

  /** Names of the ordinary files in one of its folders, sorted; that one may be a link. */
  public List<String> names(String inner)
      throws FailedException, IOException, InterruptedException {
    return run(FolderScript.NAMES, "", inner).lines().sorted().toList();
  }

  /** The words that run a program with all it says added to a file of this folder. */
  public List<String> logging(String name, List<String> program)
      throws ForeignPathException, IOException {
    boolean unused = requirePlain(name);
    List<String> words = new ArrayList<>(words(FolderScript.LOG, name, owner()));
    words.addAll(account.isPresent() ? program : Programs.as(user, program));
    return words;
  }

  /** The words of a script that works in this folder with its account's rights. */
  public List<String> words(FolderScript script, String name, String... arguments) {
    return Programs.as(account, script.words(folder, name, arguments));
  }

  private String run(FolderScript script, String input, String name, String... arguments)
      throws FailedException, IOException, InterruptedException {
    return run(StandardCharsets.UTF_8, script, input, name, arguments);
  }

  private String run(
      Charset charset, FolderScript script, String input, String name, String... arguments)
      throws FailedException, IOException, InterruptedException {
    List<String> words = words(script, name, arguments);
    return outcome(Programs.run(words, input, charset, MOST, Deadline.in(LIMIT)));
  }

  /**
   * What a script of this folder said.
   *
   * @throws ForeignPathException if it met a link
   * @throws FailedException if it failed; a full disk is named
   */
  public String outcome(Programs.Exit exit) throws FailedException {
    if (!exit.succeeded() && DiskSpace.saysFull(exit.output())) {
      throw new FailedException(FullDisk.explain(exit.lastLines(2), folder));
    }
    return FolderScript.succeeded(exit);
  }

  private static void done(String said) {
    if (!said.isEmpty()) {
      System.err.println(said);
    }
  }

  /** Whom a new file is given to where root works among its own. */
  public String owner() {
    return account.isPresent() ? "" : user.filter(name -> !name.equals("root")).orElse("");
  }

  /** The permissions of a file that is there, as {@code chmod} takes them. */
  public String mode(String name) throws IOException {
    return "%o".formatted(PathChain.PathStep.of(folder.resolve(name)).permissions() & 0777);
  }
}
