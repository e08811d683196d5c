package dev.baton.access;

import dev.baton.embedded.SecretFile;
import dev.baton.protocol.Pem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a certificate authority; never touches one that is there. */
@Command(
    name = "init",
    description = "Make a certificate authority: DIR/ca.crt and DIR/ca.key.",
    mixinStandardHelpOptions = true)
final class CaInit implements Callable<Integer> {

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "Folder for it; keep ca.key away from the hosts.")
  private Path dir = Path.of("");

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    for (String file : new String[] {"ca.crt", "ca.key"}) {
      if (Files.exists(dir.resolve(file))) {
        throw new FileAlreadyExistsException(dir.resolve(file).toString());
      }
    }
    Files.createDirectories(dir);
    CertifiedKey root = CertificateAuthority.create(Clock.systemUTC()).root();
    SecretFile.write(dir.resolve("ca.key"), Pem.of(root.key()));
    Files.writeString(dir.resolve("ca.crt"), Pem.of(root.certificate()));
    System.out.println("made " + dir.resolve("ca.crt"));
    return 0;
  }
}
