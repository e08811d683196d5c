package dev.baton.eventlog.append;

import java.sql.SQLException;

/** What a failed statement means, by its SQLSTATE. */
enum SqlFailure {
  /** The connection is gone; a statement that was under way may or may not have taken effect. */
  LOST,
  /** Nothing was written, because something of the like is there already. */
  TAKEN,
  /** Nothing was written, because one of the values cannot be kept. */
  UNKEEPABLE,
  /** Nothing was written, for a reason that has nothing to do with what was to be written. */
  REFUSED;

  /** By the classes of the SQL standard and of PostgreSQL's manual, appendix A. */
  static SqlFailure of(SQLException e) {
    String state = e.getSQLState();
    if (state == null
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("25P03")) {
      return LOST;
    }
    if (state.equals("23505")) {
      return TAKEN;
    }
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54")
        ? UNKEEPABLE
        : REFUSED;
  }
}
