package dev.moonpool.actors.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What one logger has been given since this was made; shown nowhere else until it is closed.
final class LoggedLines implements AutoCloseable {
  private final Logger logger;
  private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          texts.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private LoggedLines(Logger logger) {
    this.logger = logger;
  }

  static LoggedLines of(Logger logger, Level level) {
    LoggedLines lines = new LoggedLines(logger);
    logger.addHandler(lines.handler);
    logger.setUseParentHandlers(false);
    logger.setLevel(level);
    return lines;
  }

  List<String> texts() {
    return texts;
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }
}
