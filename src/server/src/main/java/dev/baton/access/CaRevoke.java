package dev.baton.access;

import dev.baton.embedded.AtomicFile;
import dev.baton.protocol.Pem;
import dev.baton.protocol.RevocationList;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes certificates back: adds them to the authority's signed list. */
@Command(
    name = "revoke",
    description = "Take certificates back: adds them to DIR/revoked.pem.",
    mixinStandardHelpOptions = true)
final class CaRevoke implements Callable<Integer> {

  private static final int HEX = 16;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the certificate authority.")
  private Path dir = Path.of("");

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "Certificate to take back, PEM; may be repeated.")
  private List<Path> certificates = List.of();

  @Option(
      names = "--serial",
      paramLabel = "HEX",
      description = "Serial number of one whose file is gone; may be repeated.")
  private List<String> serials = List.of();

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    CertifiedKey root = CertifiedKey.ofAuthority(dir);
    List<BigInteger> numbers = numbers(root.certificate());
    Path file = dir.resolve("revoked.pem");
    X509CRL list =
        new CertificateAuthority(root, Clock.systemUTC())
            .revoke(before(file, root.certificate()), numbers);
    AtomicFile.replace(file, Pem.of(list), AtomicFile.Durability.MACHINE);
    System.out.println(
        "revoked %d; put %s where baton.agent.revoked names it".formatted(numbers.size(), file));
    return 0;
  }

  private List<BigInteger> numbers(X509Certificate authority)
      throws IOException, GeneralSecurityException {
    List<BigInteger> numbers = new ArrayList<>();
    for (Path file : certificates) {
      X509Certificate certificate = Pem.certificates(file).getFirst();
      certificate.verify(authority.getPublicKey());
      numbers.add(certificate.getSerialNumber());
    }
    for (String serial : serials) {
      if (!serial.matches("[0-9A-Fa-f]{1,40}")) {
        throw new IllegalArgumentException("--serial '%s' is not a hex number".formatted(serial));
      }
      numbers.add(new BigInteger(serial, HEX));
    }
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("name what to revoke: --certificate or --serial");
    }
    return numbers;
  }

  private static Optional<X509CRL> before(Path file, X509Certificate authority)
      throws IOException, GeneralSecurityException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    RevocationList list = RevocationList.of(Files.readString(file), List.of(authority));
    if (list.foreign() > 0) {
      throw new GeneralSecurityException(file + " was not signed by this authority");
    }
    return list.lists().stream().findFirst();
  }
}
