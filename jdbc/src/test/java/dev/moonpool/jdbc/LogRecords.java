package dev.moonpool.jdbc;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What one class has logged since this was made; not shown elsewhere until it is closed.
final class LogRecords implements AutoCloseable {
  private final Logger logger;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          messages.add(
              record.getParameters() == null
                  ? record.getMessage()
                  : MessageFormat.format(record.getMessage(), record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private LogRecords(Logger logger) {
    this.logger = logger;
  }

  static LogRecords of(Class<?> logs) {
    LogRecords records = new LogRecords(Logger.getLogger(logs.getName()));
    records.logger.addHandler(records.handler);
    records.logger.setUseParentHandlers(false);
    records.logger.setLevel(Level.ALL);
    return records;
  }

  List<String> messages() {
    return messages;
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }
}
