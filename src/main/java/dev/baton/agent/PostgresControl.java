package dev.baton.agent;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Reads the control data afresh, whether the server runs or not. */
final class PostgresControl {

  private final PostgresServer server;

  PostgresControl(PostgresServer server) {
    this.server = server;
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>(server.controlData().facts());
    facts.put("running", Boolean.toString(server.postmaster().isPresent()));
    return facts;
  }
}
