package dev.baton.http.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class of the control plane logs as a warning or worse, until this is closed. */
final class Warnings implements AutoCloseable {

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            heard.add(record.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /**
   * Begins to listen.
   *
   * @param type name of the class
   */
  Warnings(String type) {
    logger = Logger.getLogger(type);
    logger.addHandler(handler);
  }

  List<String> heard() {
    return heard;
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
