package dev.baton.access;

import dev.baton.embedded.SecretFile;
import dev.baton.pair.HostId;
import dev.baton.protocol.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Issues a certificate with a new key; what the folder held under that name is replaced. */
@Command(
    name = "issue",
    description = "Issue a certificate: FOLDER/NAME.crt and FOLDER/NAME.key.",
    mixinStandardHelpOptions = true)
final class CaIssue implements Callable<Integer> {

  /** Digits and dots or hex and colons: an address, never a name to look up. */
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the certificate authority.")
  private Path dir = Path.of("");

  @ArgGroup(multiplicity = "1")
  private Whom whom = new Whom();

  @Option(
      names = "--ip",
      paramLabel = "IP",
      description = "Address the host's agent is reached at; may be repeated.")
  private List<String> addresses = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where certificate and key are written.")
  private Path out = Path.of("");

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "365",
      description = "Days until it ends; default ${DEFAULT-VALUE}.")
  private int days = 365;

  /** One of the two. */
  static final class Whom {
    @Option(names = "--host", paramLabel = "ID", description = "For the agent of this host.")
    private @Nullable String host;

    @Option(
        names = "--control-plane",
        paramLabel = "NAME",
        description = "For a control-plane replica.")
    private @Nullable String controlPlane;
  }

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    if (days < 1) {
      throw new IllegalArgumentException("--days must be at least 1");
    }
    CertificateSubject subject = subject();
    CertifiedKey root = CertifiedKey.ofAuthority(dir);
    CertifiedKey issued =
        new CertificateAuthority(root, Clock.systemUTC()).issue(subject, Duration.ofDays(days));
    Files.createDirectories(out);
    Path file = out.resolve(subject.name() + ".crt");
    SecretFile.write(out.resolve(subject.name() + ".key"), Pem.of(issued.key()));
    Files.writeString(file, Pem.of(issued.certificate()));
    System.out.println("issued %s for %s".formatted(file, subject.uri()));
    return 0;
  }

  private CertificateSubject subject() {
    addresses.stream()
        .filter(ip -> !NUMERIC.matcher(ip).matches())
        .findFirst()
        .ifPresent(ip -> {
          throw new IllegalArgumentException("--ip '%s' is not an IP address".formatted(ip));
        });
    if (whom.host != null) {
      return new CertificateSubject.AgentSubject(new HostId(whom.host), addresses);
    }
    if (!addresses.isEmpty()) {
      throw new IllegalArgumentException("--ip goes with --host: a control plane is never called");
    }
    return new CertificateSubject.ReplicaSubject(new HostId(String.valueOf(whom.controlPlane)));
  }
}
