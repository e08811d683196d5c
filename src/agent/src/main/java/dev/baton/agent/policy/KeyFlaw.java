package dev.baton.agent.policy;

/** What is wrong with a key beside the others. */
record KeyFlaw(PolicyKey key, String why) {}
