package dev.baton.agent;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A pair of real servers for each test of a class, west streaming from east. */
public final class RealServers
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private @Nullable Path template;
  private @Nullable PostgresPair pair;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    template = PostgresPair.template();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    pair = new PostgresPair(Objects.requireNonNull(template));
    pair.west.awaitStreaming("1");
  }

  public PostgresPair pair() {
    return Objects.requireNonNull(pair);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (pair != null) {
      pair.remove();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (template != null) {
      PostgresPair.delete(Objects.requireNonNull(template.getParent()));
    }
  }
}
