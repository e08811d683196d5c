package dev.baton.embedded;

/** What became of the embedded PostgreSQL, for whoever has to say why there is no answer. */
public enum DatabaseState {
  /** It runs, as far as is known; also when the database is none of ours. */
  RUNNING,
  /** It ended by itself and is being started again. */
  RESTARTING,
  /** It could not be started again; the program ends. */
  GONE;

  /** Kept by the machine's runtime, because class loaders come and go. */
  private static final String PROPERTY = "baton.database.state";

  public static DatabaseState now() {
    return valueOf(System.getProperty(PROPERTY, RUNNING.name()));
  }

  void set() {
    System.setProperty(PROPERTY, name());
  }
}
