package dev.baton.status;

import dev.baton.http.ChangeBody;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to register a pair. */
@Schema(
    description = "What it takes to register a pair",
    requiredProperties = {"pair", "home", "sites", "reason"})
record PairRegistration(
    @Schema(
            description = "Name of the pair: lower-case letters, digits and hyphens",
            maxLength = 63,
            examples = "ci")
        @Nullable String pair,
    @Schema(
            description = "The site that is primary in normal times, and now",
            maxLength = 63,
            examples = "east")
        @Nullable String home,
    @Schema(
            description =
                "The virtual IP, without prefix length; left out when no address follows the service",
            pattern = PairRegistrar.ADDRESS,
            examples = "10.77.0.100")
        @Nullable String address,
    @Schema(
            description = "Exactly two; no host of theirs may be in another pair",
            minItems = 2,
            maxItems = 2)
        @Nullable List<SiteRegistration> sites,
    @Schema(
            description =
                "What a forced switchover does when commits would wait for the lost primary:"
                    + " availability (default) relaxes synchronous replication until a standby streams"
                    + " again, protection refuses",
            pattern = "^(availability|protection)$",
            examples = "availability")
        @Nullable String synchronousPolicy,
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket)
    implements ChangeBody {

  /** One side; both hosts may be the same machine. */
  @Schema(
      description = "One side of a pair; both hosts may be the same machine",
      requiredProperties = {"name", "database"})
  record SiteRegistration(
      @Schema(description = "Name of the site", maxLength = 63, examples = "east")
          @Nullable String name,
      @Schema(
              description =
                  "A registered host; left out on both sites when the databases are moved alone",
              maxLength = 63,
              examples = "east-app")
          @Nullable String application,
      @Schema(description = "A registered host", maxLength = 63, examples = "east-db")
          @Nullable String database,
      @Schema(
              description =
                  "Where the other site's database reaches this one; its agent's address and port 5432"
                      + " unless given",
              pattern = PairRegistrar.DATABASE_ADDRESS,
              examples = "10.77.0.12:5432")
          @Nullable String databaseAddress) {}
}
