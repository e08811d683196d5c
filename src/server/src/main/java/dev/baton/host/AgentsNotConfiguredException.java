package dev.baton.host;

/** This control plane has no identity towards agents; the message says which setting is missing. */
class AgentsNotConfiguredException extends Exception {

  AgentsNotConfiguredException(String message) {
    super(message);
  }
}
