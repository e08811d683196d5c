package dev.baton.recovery;

import dev.baton.http.Fields;
import dev.baton.http.ProblemException;
import dev.baton.operation.api.StartRequest;
import dev.baton.pair.MaintenanceWindow;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to start a recovery. */
@Schema(
    description = "What it takes to start a recovery",
    requiredProperties = {"reason"})
record RecoveryRequest(
    @Schema(
            description =
                "How the database that is out follows again: auto (default), follow, rewind or"
                    + " basebackup",
            pattern = "^(auto|follow|rewind|basebackup)$",
            examples = "auto")
        @Nullable String rejoin,
    @Schema(description = "Whether service goes back to the home site, after an approval")
        @Nullable Boolean returnHome,
    @Schema(
            description =
                "After a split brain: the site whose data and service survive; the other one is"
                    + " fenced and copied anew, its old data folder kept",
            maxLength = 63,
            examples = "west")
        @Nullable String survivor,
    @Schema(
            description = "safe (default); documented is refused with the reason",
            pattern = "^(safe|documented)$",
            examples = "safe")
        @Nullable String procedure,
    @Schema(
            description =
                "When a rewind fails: pause (default) asks for an approval before the whole"
                    + " database is copied, basebackup copies it at once",
            pattern = "^(pause|basebackup)$",
            examples = "pause")
        @Nullable String onRewindFailure,
    @Schema(
            description =
                "With returnHome: service does not go home earlier, even if approved; with offset",
            format = "date-time",
            examples = "2026-02-01T02:00:00+01:00")
        @Nullable String notBefore,
    @Schema(
            description =
                "With returnHome: the switch home does not start later; what has not begun by then"
                    + " ends TIMED_OUT, with both sites in sync; with offset",
            format = "date-time",
            examples = "2026-02-01T04:00:00+01:00")
        @Nullable String notAfter,
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket,
    @Schema(description = "Only make all checks and show the plan; nothing is recorded or moved")
        @Nullable Boolean validateOnly,
    @Schema(
            description = "Start only if the plan has this hash; else 412 with the difference",
            pattern = StartRequest.HASH)
        @Nullable String expectedPlanHash)
    implements StartRequest {

  /** A survivor is named where both sites served, and nowhere else. */
  @Override
  public boolean resolvesSplitBrain() {
    return survivor != null;
  }

  /**
   * When service may go home.
   *
   * @param now by the clock that will judge it
   */
  MaintenanceWindow window(Instant now) {
    boolean home = Boolean.TRUE.equals(returnHome);
    Optional<Instant> from = moment("notBefore", notBefore, home);
    Optional<Instant> to = moment("notAfter", notAfter, home);
    if (to.filter(now::isAfter).isPresent()) {
      throw ProblemException.badRequest("notAfter", "is over already; it is %s".formatted(now));
    }
    try {
      return new MaintenanceWindow(from, to);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("notAfter", String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Instant> moment(String field, @Nullable String text, boolean home) {
    if (text == null) {
      return Optional.empty();
    }
    if (!home) {
      throw ProblemException.badRequest(field, "is for returnHome; leave it out");
    }
    return Optional.of(Fields.required(field, text, MaintenanceWindow::moment));
  }
}
