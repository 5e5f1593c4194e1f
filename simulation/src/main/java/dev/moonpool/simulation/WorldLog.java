package dev.moonpool.simulation;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/// Takes what a world's own threads log while it runs; everything else goes where it always goes.
///
/// A handler that prints takes a lock, and a simulated task that waits for that lock would be woken
/// by whatever thread of the JVM held it. So the world's records do not reach the root's handlers:
/// they become lines of the trace, and one of level `ERROR` fails the seed, because production code
/// logs
/// an error only for what must not happen.
///
/// Each logger gets a filter that takes the records of the world's threads and lets the others
/// pass to the filter that was there. Filters stay when a world ends, and cost other records one
/// read of a field. A logger that is made while a world runs has none yet: its first record comes
/// to this handler by way of the root logger, as well as to the other handlers.
///
/// Covers `java.util.logging`, where `System.Logger` leads by default.
final class WorldLog extends Handler {
  private static final AtomicReference<@Nullable WorldLog> CURRENT = new AtomicReference<>();

  private static final Formatter FORMATTER = new SimpleFormatter();

  private final Logger root = LogManager.getLogManager().getLogger("");
  private final BooleanSupplier own;
  private final BiConsumer<String, String> trace;
  private final BiConsumer<String, Throwable> failure;

  /// @param own whether the calling thread is one of the world's
  /// @param trace told of each record: the logger and the text
  /// @param failure told of each error: the text and what caused it
  WorldLog(
      BooleanSupplier own,
      BiConsumer<String, String> trace,
      BiConsumer<String, Throwable> failure) {
    this.own = own;
    this.trace = trace;
    this.failure = failure;
  }

  void install() {
    LogManager.getLogManager().getLoggerNames().asIterator().forEachRemaining(WorldLog::guard);
    root.addHandler(this);
    CURRENT.set(this);
  }

  void uninstall() {
    CURRENT.compareAndSet(this, null);
    root.removeHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    if (CURRENT.get() == this && own.getAsBoolean()) {
      guard(record.getLoggerName());
      take(record);
    }
  }

  private static void guard(@Nullable String name) {
    Logger logger = name == null ? null : LogManager.getLogManager().getLogger(name);
    if (logger != null && !(logger.getFilter() instanceof Guard)) {
      logger.setFilter(new Guard(logger.getFilter()));
    }
  }

  private void take(LogRecord record) {
    if (record.getLevel().intValue() < Level.INFO.intValue()) {
      return;
    }
    String text = FORMATTER.formatMessage(record);
    Throwable thrown = record.getThrown();
    trace.accept(record.getLoggerName(), thrown == null ? text : text + ": " + thrown);
    if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
      failure.accept(
          text, thrown == null ? new AssertionError("an error was logged: " + text) : thrown);
    }
  }

  /// Shows the record to the handlers that are not the root's: a test put them there to see it.
  private static void passBelowRoot(LogRecord record) {
    Logger logger = LogManager.getLogManager().getLogger(record.getLoggerName());
    while (logger != null && logger.getParent() != null) {
      for (Handler handler : logger.getHandlers()) {
        handler.publish(record);
      }
      logger = logger.getUseParentHandlers() ? logger.getParent() : null;
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /// Takes the world's records at their logger.
  ///
  /// @param former the filter that other records go to
  private record Guard(@Nullable Filter former) implements Filter {
    @Override
    public boolean isLoggable(LogRecord record) {
      WorldLog world = CURRENT.get();
      if (world != null && world.own.getAsBoolean()) {
        world.take(record);
        passBelowRoot(record);
        return false;
      }
      return former == null || former.isLoggable(record);
    }
  }
}
