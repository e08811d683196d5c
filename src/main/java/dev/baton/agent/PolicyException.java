package dev.baton.agent;

/** The policy file is not fit to work with; the message names file, line and key. */
final class PolicyException extends Exception {

  PolicyException(String message) {
    super(message);
  }
}
