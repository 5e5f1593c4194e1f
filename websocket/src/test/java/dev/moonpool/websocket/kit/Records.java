package dev.moonpool.websocket.kit;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What one class logs, from now on until this is closed.
public final class Records extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<String> records = new CopyOnWriteArrayList<>();

  private Records(Logger logger) {
    this.logger = logger;
  }

  /// Catches what the class of this name logs, at all levels.
  public static Records of(String name) {
    Records caught = new Records(Logger.getLogger(name));
    caught.setLevel(Level.ALL);
    caught.logger.setLevel(Level.ALL);
    caught.logger.setUseParentHandlers(false);
    caught.logger.addHandler(caught);
    return caught;
  }

  /// Each as `LEVEL message`, and the message of what was thrown, if something was.
  public List<String> texts() {
    return List.copyOf(records);
  }

  @Override
  public void publish(LogRecord entry) {
    String text = entry.getMessage();
    if (entry.getParameters() != null) {
      text = MessageFormat.format(text, entry.getParameters());
    }
    if (entry.getThrown() != null) {
      text += ": " + entry.getThrown().getMessage();
    }
    records.add(entry.getLevel() + " " + text);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }
}
