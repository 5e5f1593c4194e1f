package dev.moonpool.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// How loud a command is: warnings only, or everything with `--verbose`. Log lines go to standard
/// error.
final class Logging {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  /// Kept, as the JDK forgets loggers that nobody holds, and their levels with them.
  private static final Logger OURS = Logger.getLogger("dev.moonpool");

  private static final Logger ACTORS = Logger.getLogger("actor");

  private Logging() {}

  /// Shows warnings and errors.
  static void quiet() {
    set(Level.WARNING);
  }

  /// Shows everything that is logged.
  static void verbose() {
    set(Level.FINE);
  }

  /// Shows nothing.
  static void silent() {
    set(Level.OFF);
  }

  private static void set(Level level) {
    System.setProperty(FORMAT, "%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    OURS.setLevel(level);
    ACTORS.setLevel(level);
    Handler console = new ConsoleHandler();
    console.setLevel(Level.ALL);
    root.addHandler(console);
  }
}
