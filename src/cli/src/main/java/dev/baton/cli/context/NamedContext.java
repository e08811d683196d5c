package dev.baton.cli.context;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A control plane that was given a name, with what it takes to call it. */
record NamedContext(
    URI url, Optional<Path> tokenFile, Optional<Path> authority, boolean plainHttp) {}
