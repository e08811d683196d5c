package dev.baton.bench.switchover;

import dev.baton.bench.measure.ProgressLog;
import dev.baton.lab.client.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Where the time of each run went: a picture of every one, and the median one as text. */
final class Waterfalls {

  private final Api api;
  private final Path folder;
  private final ProgressLog progress;

  /**
   * A graceful run.
   *
   * @param boot of the application, in seconds
   */
  record Run(String operation, int boot, long serviceGapMs) {}

  Waterfalls(Api api, Path folder, ProgressLog progress) {
    this.api = api;
    this.folder = folder;
    this.progress = progress;
  }

  void show(List<Run> runs) throws IOException {
    if (runs.isEmpty()) {
      return;
    }
    Files.createDirectories(folder);
    for (Run run : runs) {
      String report = "/v1/operations/%s/report".formatted(run.operation());
      Files.writeString(
          folder.resolve("boot-%d-%s.svg".formatted(run.boot(), run.operation())),
          api.get(report, "image/svg+xml"));
    }
    progress.say("%d waterfalls in %s".formatted(runs.size(), folder));
    List<Run> sorted =
        runs.stream()
            .filter(run -> run.boot() == 0)
            .sorted(Comparator.comparingLong(Run::serviceGapMs))
            .toList();
    Run median = sorted.get(sorted.size() / 2);
    String text =
        api.get("/v1/operations/%s/report".formatted(median.operation()), "text/markdown");
    progress.say(
        "the median run without boot time, service gap %d ms:".formatted(median.serviceGapMs()));
    text.lines()
        .dropWhile(line -> !line.equals("## Where the time went"))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> !line.isBlank() && !line.startsWith("```"))
        .forEach(System.err::println);
  }
}
