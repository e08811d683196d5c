package dev.baton.agent;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs of a test, as shell scripts. */
public final class TestScript {

  private TestScript() {}

  /** Writes it, or writes it anew; everybody may run it, and an agent trusts it. */
  @CanIgnoreReturnValue
  public static Path write(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
