package dev.baton.http.request;

import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How many bytes a body may have, by the setting that Quarkus goes by too. */
@ApplicationScoped
class BodyLimit {

  private final long bytes;

  BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bytes) {
    this.bytes = bytes.asLongValue();
  }

  long bytes() {
    return bytes;
  }

  ProblemException exceeded() {
    return new ProblemException(
        ProblemType.BODY_TOO_LARGE,
        "The body has more than %d bytes; send a smaller one.".formatted(bytes));
  }
}
