package dev.baton.step.drill;

import dev.baton.protocol.ActionType;

/** Promotes the drill's copy, isolated from production, and writes a row to it. */
public record DrillPromote() implements DrillStep {

  @Override
  public String name() {
    return "drill-promote";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.DRILL_PROMOTE;
  }
}
