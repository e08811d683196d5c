package dev.baton.agent.os;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Something the agent does in a service account's folder, to be done while that account exchanges
 * what it is done to.
 *
 * @param act does it once; what it answers is checked for root's words
 * @param scripts by which it is done
 */
record RacedDeed(String name, Act act, Set<FolderScript> scripts) {

  /** A folder named by a time, as kept ones are. */
  static final String KEPT = "20260102T030405678Z";

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String ASIDE = ".old";

  /** One go of it. */
  interface Act {
    String once(ServiceHome home) throws Exception;
  }

  /** One that answers nothing. */
  private interface SilentAct {
    void once(ServiceHome home) throws Exception;
  }

  private static RacedDeed asking(String name, Act act, FolderScript... scripts) {
    return new RacedDeed(name, act, Set.of(scripts));
  }

  private static RacedDeed doing(String name, SilentAct act, FolderScript... scripts) {
    return asking(
        name,
        home -> {
          act.once(home);
          return "";
        },
        scripts);
  }

  private static ServiceFolder inner(ServiceHome home) throws Exception {
    return ServiceFolder.of(home.path().resolve("inner"), home.account());
  }

  private static String script(
      ServiceFolder folder, FolderScript script, String input, String name, String... arguments)
      throws Exception {
    List<String> words = folder.words(script, name, arguments);
    return folder.outcome(
        Programs.run(words, input, StandardCharsets.ISO_8859_1, 1024 * 1024, Deadline.in(LIMIT)));
  }

  /** The entry {@code file} itself is exchanged with a link to a file of root's. */
  static List<RacedDeed> onFiles() {
    return List.of(
        doing(
            "replace (signal and settings files)",
            home -> home.folder().replace("file", "new"),
            FolderScript.REPLACE),
        doing(
            "create (evidence, a drill's mark)",
            home -> home.folder().create("file", "new"),
            FolderScript.CREATE),
        doing(
            "append (a drill's settings)",
            home -> home.folder().append("file", "new"),
            FolderScript.APPEND),
        asking(
            "append (log of a server)",
            home -> {
              List<String> words = home.folder().logging("file", List.of("/bin/echo", "said"));
              return FolderScript.succeeded(Programs.run(words, Deadline.in(LIMIT)));
            },
            FolderScript.LOG),
        asking(
            "receive (a file that is kept equal)",
            home -> {
              String scratch = ".incoming-" + UUID.randomUUID();
              String sent = "newgood\n";
              return script(
                  home.folder(), FolderScript.RECEIVE, sent, "file", "3", scratch, "640", "");
            },
            FolderScript.RECEIVE),
        asking(
            "read (settings, history, token)",
            home -> home.folder().read("file"),
            FolderScript.READ),
        asking("quote (end of a log)", home -> home.folder().tail("file", 1000), FolderScript.TAIL),
        asking(
            "copy (evidence)",
            home -> {
              home.folder().delete("copy");
              home.folder().copy(home.folder(), "file", "copy");
              return home.folder().read("copy");
            },
            FolderScript.READ,
            FolderScript.CREATE,
            FolderScript.DELETE),
        keepAndPutBack(),
        asking(
            "lead a link elsewhere (log on another disk)",
            home -> script(home.folder(), FolderScript.LINK, "", "file", home.path() + "/inner"),
            FolderScript.LINK),
        doing(
            "sweep (what a transfer left)",
            home -> home.folder().sweep("file", false),
            FolderScript.SWEEP),
        doing("delete (signal files)", home -> home.folder().delete("file"), FolderScript.DELETE));
  }

  private static RacedDeed keepAndPutBack() {
    return asking(
        "keep and put back (what an owner has there)",
        home -> {
          String kept = script(home.folder(), FolderScript.KEEP_OWN, "", ".");
          return kept + script(home.folder(), FolderScript.PUT_BACK_OWN, kept, ".");
        },
        FolderScript.KEEP_OWN,
        FolderScript.PUT_BACK_OWN);
  }

  /** The folder {@code inner} above the entry is exchanged with a link to a folder of root's. */
  static List<RacedDeed> onFolders() {
    return List.of(
        doing(
            "replace below a folder",
            home -> inner(home).replace("file", "new"),
            FolderScript.REPLACE),
        doing(
            "create and delete below a folder",
            home -> {
              inner(home).create("created", "new");
              inner(home).delete("created");
            },
            FolderScript.CREATE,
            FolderScript.DELETE),
        doing(
            "make and rename a folder (base backup)",
            home -> {
              inner(home).makeFolder("data", "700");
              inner(home).rename("data", "data.old");
              inner(home).removeFolder("data.old");
            },
            FolderScript.MAKE_FOLDER,
            FolderScript.RENAME,
            FolderScript.REMOVE_FOLDER),
        doing(
            "remove a tree (prune, drill)",
            home -> {
              Path deep = home.path().resolve("inner/deep");
              ServiceFolder.remove(deep, home.account(), Deadline.in(LIMIT));
              inner(home).makeFolder("deep", "700");
            },
            FolderScript.CLEAR,
            FolderScript.REMOVE_FOLDER),
        doing(
            "clear a folder (drill)",
            home -> inner(home).clear("deep", Deadline.in(LIMIT)),
            FolderScript.CLEAR),
        doing(
            "sweep folders (what a transfer left)",
            home -> home.folder().sweep("created", true),
            FolderScript.SWEEP),
        doing("set a log aside and back (base backup)", RacedDeed::logAside, FolderScript.LINK),
        keepAndPutBack(),
        asking(
            "look for what cannot be written (rewind)",
            home -> script(home.folder(), FolderScript.UNWRITABLE, "", ".", "20"),
            FolderScript.UNWRITABLE),
        asking(
            "list and read a folder (history)",
            home -> inner(home).names("deep") + inner(home).read("file"),
            FolderScript.NAMES,
            FolderScript.READ));
  }

  /** Begins with what brings it back from wherever the last go was cut off. */
  private static void logAside(ServiceHome home) throws Exception {
    log(home).bringBack(ASIDE, Deadline.in(LIMIT));
    log(home).setAside(ASIDE);
    log(home).makeEmpty(ASIDE, "700");
  }

  private static LinkedFolder log(ServiceHome home) throws Exception {
    return LinkedFolder.of(home.path().resolve("pg_wal"), home.account()).orElseThrow();
  }

  /** The kept folder itself is exchanged with a link to a folder of root's. */
  static RacedDeed onAKeptFolder() {
    return doing(
        "forget the oldest (files that were overwritten)",
        home -> {
          String unused = script(home.folder(), FolderScript.KEEP_NEWEST, "", ".", "1", "none");
          home.folder().makeFolder(KEPT, "700");
        },
        FolderScript.KEEP_NEWEST,
        FolderScript.MAKE_FOLDER);
  }

  /** A folder {@code base} of a database is exchanged with a link to a folder of root's. */
  static RacedDeed onAFolderOfADatabase() {
    return asking(
        "share with the group (a copied database)",
        home -> script(home.folder(), FolderScript.SHARE, "", "."),
        FolderScript.SHARE);
  }

  static List<RacedDeed> all() {
    return Stream.of(onFiles(), onFolders(), List.of(onAKeptFolder(), onAFolderOfADatabase()))
        .flatMap(List::stream)
        .toList();
  }
}
