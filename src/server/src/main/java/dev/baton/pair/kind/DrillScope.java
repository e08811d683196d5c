package dev.baton.pair.kind;

/** How far a drill goes. The words are in the API. */
public enum DrillScope implements OperationMode {
  /** The copy is promoted and written to. */
  DATABASE,
  /** The application is started on the copy too. */
  APPLICATION;

  @Override
  public String word() {
    return Spelling.of(this);
  }
}
