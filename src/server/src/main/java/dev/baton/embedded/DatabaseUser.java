package dev.baton.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user that a data folder's server has for itself when root starts it: the account a package
 * made for it, else a private uid, chosen once and recorded beside the database.
 */
final class DatabaseUser {

  /** The account that a package or an administrator makes; its name is part of the manual. */
  static final String ACCOUNT = "baton-postgres";

  static final String REMEDY =
      "make an account for it with: useradd --system --user-group --home-dir /nonexistent"
          + " --shell /usr/sbin/nologin "
          + ACCOUNT;

  /** Name, password, uid, gid: passwd(5). */
  private static final Pattern ENTRY = Pattern.compile("^[^:]*:[^:]*:([0-9]+):([0-9]+):");

  private DatabaseUser() {}

  static OsUser of(DataFolder folder) throws IOException, InterruptedException {
    if (!OsUser.isRoot()) {
      return OsUser.us();
    }
    Optional<OsUser> account = account();
    if (account.isPresent()) {
      return account.get();
    }
    Optional<OsUser> recorded = recorded(folder);
    if (recorded.isPresent() && PrivateUid.isFree(recorded.get().uid(), folder.database())) {
      return recorded.get();
    }
    int uid = PrivateUid.choose();
    // On record before it owns anything.
    SecretFile.write(folder.user(), uid + "\n");
    return OsUser.of(uid, uid);
  }

  /** Whose server may be running in the folder; empty when there is none yet. */
  static Optional<OsUser> ofServer(DataFolder folder) throws IOException {
    if (!Files.isDirectory(folder.database())) {
      return Optional.empty();
    }
    return Optional.of(OsUser.isRoot() ? OsUser.ownerOf(folder.database()) : OsUser.us());
  }

  /** Whether PostgreSQL's initdb, which insists on a name, finds one for this user. */
  static boolean hasName(OsUser user) throws IOException, InterruptedException {
    return user.ourselves() || PrivateUid.isKnown("passwd", Integer.toString(user.uid()));
  }

  private static Optional<OsUser> account() throws IOException, InterruptedException {
    Matcher fields = ENTRY.matcher(PrivateUid.entry("passwd", ACCOUNT));
    return fields.find()
        ? Optional.of(
            OsUser.of(Integer.parseInt(fields.group(1)), Integer.parseInt(fields.group(2))))
        : Optional.empty();
  }

  private static Optional<OsUser> recorded(DataFolder folder) throws IOException {
    Path file = folder.user();
    String text = Files.exists(file) ? Files.readString(file).strip() : "";
    return text.matches("[1-9][0-9]{1,8}")
        ? Optional.of(OsUser.of(Integer.parseInt(text), Integer.parseInt(text)))
        : Optional.empty();
  }
}
