package dev.moonpool.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Takes what is logged while a world runs, in place of the handlers that would print it.
///
/// A handler that prints takes a lock, and a simulated task that waits for the output while it
/// holds that lock would stop the driver for ever as soon as that logs too. So records become lines
/// of the trace, and one of level `ERROR` fails the seed: production code logs an error only for
/// what must not happen.
///
/// Covers `java.util.logging`, where `System.Logger` leads by default.
final class WorldLog extends Handler {
  private final Logger root = LogManager.getLogManager().getLogger("");
  private final List<Handler> replaced = new ArrayList<>();
  private final BiConsumer<String, String> trace;
  private final BiConsumer<String, Throwable> failure;

  /// @param trace told of each record: the logger and the text
  /// @param failure told of each error: the text and what caused it
  WorldLog(BiConsumer<String, String> trace, BiConsumer<String, Throwable> failure) {
    this.trace = trace;
    this.failure = failure;
    setLevel(Level.INFO);
  }

  void install() {
    for (Handler handler : root.getHandlers()) {
      replaced.add(handler);
      root.removeHandler(handler);
    }
    root.addHandler(this);
  }

  void uninstall() {
    root.removeHandler(this);
    replaced.forEach(root::addHandler);
    replaced.clear();
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    String text = String.valueOf(record.getMessage());
    Throwable thrown = record.getThrown();
    trace.accept(record.getLoggerName(), thrown == null ? text : text + ": " + thrown);
    if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
      failure.accept(
          text, thrown == null ? new AssertionError("an error was logged: " + text) : thrown);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
