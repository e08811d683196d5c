package dev.baton.step;

import dev.baton.action.ActionType;

/** Promotes the throw-away copy, cut off from everything, and writes a row to it. */
record DrillPromote() implements OfACopy {

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
