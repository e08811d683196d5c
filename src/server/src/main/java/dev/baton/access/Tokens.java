package dev.baton.access;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The tokens of this installation, made at its first start. */
@Startup
@ApplicationScoped
class Tokens {

  private static final Logger LOG = Logger.getLogger(Tokens.class);

  private final Path folder;
  private final AccessLog log;
  private volatile Optional<TokenFiles> files = Optional.empty();

  Tokens(@ConfigProperty(name = "baton.data") Path folder, AccessLog log) {
    this.folder = folder;
    this.log = log;
  }

  @PostConstruct
  void load() {
    try {
      TokenFiles read = TokenFiles.in(folder);
      files = Optional.of(read);
      read.known().forEach(log::tokenCreated);
      LOG.infof("tokens are in %s: admin.token and viewer.token", folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or write the tokens in " + folder, e);
    }
  }

  Optional<Token> find(String presented) {
    return files.flatMap(read -> read.find(presented));
  }
}
