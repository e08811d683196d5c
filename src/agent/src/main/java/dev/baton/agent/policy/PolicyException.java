package dev.baton.agent.policy;

/** The policy file is not fit to work with; the message names file, line and key. */
public final class PolicyException extends Exception {

  PolicyException(String message) {
    super(message);
  }
}
