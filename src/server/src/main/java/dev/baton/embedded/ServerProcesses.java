package dev.baton.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Tells the server of one folder from every other process, and ends what is left of it. */
record ServerProcesses(OsUser user, Path folder) {

  /**
   * Whether it is alive and of this folder. A number alone proves nothing after a reboot. Where not
   * even root may see in which folder a process stands, as in many containers, its user must do.
   */
  boolean isAlive(long process) {
    Path entry = Path.of("/proc", Long.toString(process));
    try {
      return isServer(Files.readString(entry.resolve("stat")))
          && user.owns(entry)
          && standsInFolder(entry.resolve("cwd"));
    } catch (IOException gone) {
      return false;
    }
  }

  /** Processes of a server that is dead hold its shared memory, and with it the next start. */
  void end() {
    ProcessHandle.allProcesses()
        .filter(process -> isAlive(process.pid()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** By its name, in brackets, and by its state behind it: proc(5). */
  private static boolean isServer(String stat) {
    int bracket = stat.lastIndexOf(')');
    return stat.contains("(postgres)")
        && bracket + 2 < stat.length()
        && "ZXx".indexOf(stat.charAt(bracket + 2)) < 0;
  }

  private boolean standsInFolder(Path cwd) throws IOException {
    Path stands;
    try {
      stands = Files.readSymbolicLink(cwd);
    } catch (IOException hidden) {
      return !user.ourselves() && Files.exists(cwd, LinkOption.NOFOLLOW_LINKS);
    }
    return stands.equals(folder.toRealPath());
  }
}
