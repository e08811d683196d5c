package dev.baton.agent;

/** A place in the write-ahead log, as PostgreSQL prints it: {@code 16/B374D848}. */
record Lsn(long position) implements Comparable<Lsn> {

  /**
   * @throws IllegalArgumentException if it is not one
   */
  static Lsn parse(String text) {
    if (!text.matches("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}")) {
      throw new IllegalArgumentException("'" + text + "' is not an LSN");
    }
    int slash = text.indexOf('/');
    long high = Long.parseLong(text.substring(0, slash), 16);
    return new Lsn(high << 32 | Long.parseLong(text.substring(slash + 1), 16));
  }

  /** Bytes of log from the other one to this one. */
  long minus(Lsn other) {
    return position - other.position;
  }

  @Override
  public String toString() {
    return "%X/%X".formatted(position >>> 32, position & 0xFFFF_FFFFL);
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(position, other.position);
  }
}
