package dev.baton.agent.os;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a helper with a service account's rights does in one folder: a few words of shell, all names
 * as positional arguments. Each begins by going into the folder, so that nobody can exchange it
 * under the rest.
 */
public enum FolderScript {
  READ("plain; head -c \"$2\" -- \"$1\""),
  TAIL("plain; tail -c \"$2\" -- \"$1\""),
  REPLACE(
      """
      umask 077; plain; rm -f -- "$1.new" && set -C && cat >"$1.new" && own "$3" "$1.new" \\
        && chmod "$2" "$1.new" && sync "$1.new" && mv -fT -- "$1.new" "$1" && sync .
      """),
  CREATE(
      """
      umask 077; plain; set -C; cat >"$1" && own "$2" "$1" && sync "$1" .
      """),
  APPEND("plain; cat >>\"$1\" && sync \"$1\""),
  DELETE("rm -f -- \"$1\" && sync ."),
  MAKE_FOLDER("mkdir -m \"$2\" -- \"$1\" && own \"$3\" \"$1\" && sync ."),
  RENAME("folder; mv -nT -- \"$1\" \"./$2\" && [ ! -e \"$1\" ] && sync ."),
  REMOVE_FOLDER("folder; rmdir -- \"$1\" && sync ."),
  /** Leads a link that is there, or none yet, to another place. */
  LINK(
      "{ [ -L \"$1\" ] || [ ! -e \"$1\" ]; } && rm -f -- \"$1\" && ln -s -- \"$2\" \"$1\" && sync ."),
  /** Lets a group read what a database itself keeps in its folder: not the keys beside that. */
  SHARE(
      """
      for name in PG_VERSION base global pg_*/; do
        [ ! -e "$name" ] || chmod -R g+rX -- "$name" || exit 1
      done
      """),
  /** What is in a database's folder and not the database's own, as a tar. */
  KEEP_OWN(
      FolderScript.OWNERS
          + """
          owners -print0 2>/dev/null | tar --null --no-recursion -T - -cf - 2>/dev/null \\
            || { printf '\\n\\n%s\\n' "what is in $PWD beside the database could not be read"; exit 1; }
          """),
  /**
   * Puts back what {@link #KEEP_OWN} made in the place of what another host keeps there. What is
   * not kept is not touched. Cut off in the middle it has to be repeated.
   */
  PUT_BACK_OWN(
      FolderScript.OWNERS
          + """
          set -e; owners -type d ! -writable -exec chmod u+w {} + 2>/dev/null || :
          owners ! -type d -exec rm -f -- {} + 2>/dev/null || :
          owners -type d -exec rmdir -p --ignore-fail-on-non-empty -- {} + 2>/dev/null || :
          tar -xpf -; sync -f .
          """),
  CLEAR("find . -xdev -mindepth 1 ! -path \"$1\" -delete"),
  SWEEP("find . -xdev -maxdepth \"$3\" -type f -name \"$2*\" -delete"),
  /** Deletes the folders in it that are named by a time, from the so-manieth on beside that one. */
  KEEP_NEWEST(
      """
      find . -xdev -mindepth 1 -maxdepth 1 -type d -name '[0-9]*T[0-9]*Z' ! -name "$3" | sort -r \\
        | tail -n "+$2" | while IFS= read -r old; do rm -rf -- "$old" || exit 1; done
      """),
  NAMES("cd -P \"$1\" && find . -mindepth 1 -maxdepth 1 -type f -printf '%f\\n'"),
  /** Names at most so many that its account cannot write, also behind the links of a database. */
  UNWRITABLE(
      """
      seek() { find "$1" ! -type l ! -writable -printf '%p\\n' -prune; }
      { seek .; [ ! -L pg_wal ] || seek pg_wal/
        for place in pg_tblspc/*/PG_*; do [ ! -e "$place" ] || seek "$place"; done
      } 2>/dev/null | head -n "$2"
      """),
  /** Takes so many bytes of a file from its input, and puts it in place once it is told "good". */
  RECEIVE(
      """
      umask 077; plain; set -C; scratch=./$3; trap 'rm -f -- "$scratch"' EXIT
      head -c "$2" >"$scratch" && read -r verdict && [ "$verdict" = good ] && own "$5" "$scratch" \\
        && chmod "$4" "$scratch" && sync "$scratch" && mv -fT -- "$scratch" "$1" && sync .
      """),
  LOG(
      """
      plain; [ -e "$1" ] || { (umask 027; set -C; : >"$1") && own "$2" "$1"; } || exit 1
      exec >>"$1" 2>&1 || exit 1
      cd / && shift 2 && exec "$@"
      """);

  /** Exit code of a script that met a link and did nothing. */
  public static final int FOREIGN = 71;

  /**
   * Of an owner are links and files up to a megabyte, but no logs; nothing of a database's, no
   * tablespace and no other disk.
   */
  private static final String OWNERS =
      """
      owners() {
        find . -xdev -mindepth 1 \\( -name 'PG_[0-9]*' -o -path './*' ! -path './*/*' \\( \\
          -name PG_VERSION -o -name base -o -name global -o -name log -o -name 'postmaster.*' \\
          -o -name '*.signal' -o -name 'backup_label*' -o -name backup_manifest \\
          -o -name 'tablespace_map*' -o -name 'current_logfiles*' -o -name lost+found \\
          -o -name pg_commit_ts -o -name pg_dynshmem -o -name pg_logical -o -name pg_multixact \\
          -o -name pg_notify -o -name pg_replslot -o -name pg_serial -o -name pg_snapshots \\
          -o -name pg_stat -o -name pg_stat_tmp -o -name pg_subtrans -o -name pg_tblspc \\
          -o -name pg_twophase -o -name pg_wal -o -name pg_xact -o -name pg_log \\
          -o -name pg_tde -o -name pg_encryption \\) \\) -prune -o \\
          \\( -type l -o -readable \\( -type d -o -type f -size -2048 ! -name '*.log*' \\) \\) "$@"
      }
      """;

  private static final String BEGINNING =
      """
      foreign() { echo "$1"; exit 71; }
      plain() { [ ! -L "$1" ] || foreign "$PWD/$1 is a link"
        [ ! -e "$1" ] || [ -f "$1" ] || foreign "$PWD/$1 is no ordinary file"; }
      folder() { [ ! -L "$1" ] || foreign "$PWD/$1 is a link"; }
      own() { [ -z "$1" ] || chown -h "$1:" "$2"; }
      cd -P -- "$1" && [ "$(pwd -P)" = "$1" ] || foreign "$1 is a link, or leads through one"
      shift
      """;

  private final String body;

  FolderScript(String body) {
    this.body = body.replace("plain;", "plain \"$1\";").replace("folder;", "folder \"$1\";");
  }

  List<String> words(Path folder, String name, String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of("/bin/sh", "-c", BEGINNING + body, "baton", folder.toString(), "./" + name));
    words.addAll(List.of(arguments));
    return words;
  }

  /**
   * What it said.
   *
   * @throws ForeignPathException if it met a link
   */
  public static String succeeded(Programs.Exit exit) throws FailedException {
    if (exit.exitCode() == FOREIGN) {
      throw new ForeignPathException(exit.lastLines(1));
    }
    if (!exit.succeeded()) {
      throw new FailedException(exit.lastLines(2));
    }
    return exit.output();
  }
}
