package dev.baton.agent.os;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A loop of a service account that puts a link in the place of a file or folder, and back. */
public final class PathSwapper implements AutoCloseable {

  // rename(2) on both sides, so that the path is there at almost every moment.
  private static final String LOOP =
      """
      my ($kind, $path, $target) = @ARGV;
      my ($n, $go, $told) = (0, 1, 0);
      $SIG{TERM} = sub { $go = 0 };
      $| = 1; print "ready\\n";
      while ($go) {
        if ($kind eq "file") {
          symlink($target, "$path.link"); $n++ if rename("$path.link", $path);
          select(undef, undef, undef, 0.00005) if $n % 8 < 2;
          open(my $f, ">", "$path.plain") and close($f); $n++ if rename("$path.plain", $path);
          select(undef, undef, undef, 0.00005) if $n % 8 < 2;
        } else {
          rename($path, "$path.real"); $n++ if symlink($target, $path);
          select(undef, undef, undef, 0.00005) if $n % 8 < 2;
          unlink($path); $n++ if rename("$path.real", $path);
          select(undef, undef, undef, 0.00005) if $n % 8 < 2;
        }
        if (!$told && $n >= 10000) { $told = 1; print "enough\\n" }
      }
      print "$n\\n";
      """;

  private final Process process;
  private final BufferedReader said;

  public PathSwapper(ServiceHome home, String kind, String path, String target) throws Exception {
    process =
        Programs.start(
            Programs.as(home.account(), List.of("/usr/bin/perl", "-e", LOOP, kind, path, target)),
            ProcessBuilder.Redirect.PIPE);
    said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!"ready".equals(said.readLine())) {
      throw new IllegalStateException("no swapper: " + said.readLine());
    }
  }

  /** Whether it has put something else there 10,000 times. */
  public boolean enough() throws IOException {
    return said.ready();
  }

  /** Ends it; how often it has put something else there. */
  public long stop() throws Exception {
    boolean unused = process.toHandle().destroy();
    String count = said.readLine();
    count = "enough".equals(count) ? said.readLine() : count;
    if (count == null || process.waitFor() != 0) {
      throw new IllegalStateException("the swapper did not end by itself");
    }
    return Long.parseLong(count);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
