package dev.moonpool.foundation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A log for lines that one cause can bring about many times: at most one line a minute for each
/// cause, with the count of those that were left out.
///
/// The first line of a cause is written at once. What follows within a minute is counted, and told
/// with the last of it when the minute is over. Up to [#CAUSES_MAX] causes are told apart; all
/// further ones count as one. Any thread; the line that tells a count is written by a timer.
public final class RareLog {
  /// How many causes are told apart at a time. A cause that was quiet for a minute is forgotten.
  public static final int CAUSES_MAX = 100;

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final String OTHERS = "other causes";

  private final Logger logger;
  private final Time time;

  /// What was written in the last minute. Guarded by this object, which is never held while a line
  /// is written.
  private final Map<String, Cause> causes = new TreeMap<>();

  /// @param logger where the lines go
  /// @param time measures the minute
  public RareLog(Logger logger, Time time) {
    this.logger = logger;
    this.time = time;
  }

  /// Writes the line, or counts it.
  ///
  /// @param cause a short text that is the same for all lines of one cause: no ids, no numbers
  /// @param message makes the line's text
  public void log(Level level, String cause, Supplier<String> message) {
    log(level, cause, message, null);
  }

  /// As [#log(Level, String, Supplier)], with an exception and its stack.
  public void log(Level level, String cause, Supplier<String> message, @Nullable Throwable thrown) {
    Line line = new Line(level, message, thrown);
    if (isFirstOf(cause, line)) {
      write(line, "");
    }
  }

  private boolean isFirstOf(String text, Line line) {
    String key;
    synchronized (this) {
      boolean known = causes.containsKey(text) || causes.size() < CAUSES_MAX;
      key = known ? text : OTHERS;
      Cause cause = causes.get(key);
      if (cause != null) {
        cause.leftOut++;
        cause.last = line;
        return false;
      }
      causes.put(key, new Cause());
    }
    openMinute(key);
    return true;
  }

  private void openMinute(String key) {
    try {
      time.schedule(INTERVAL, () -> intervalOver(key));
    } catch (ClosedProvidersException e) {
      Coverage.reached("rare-log.without-time"); // no minute ends here any more
    }
  }

  private void intervalOver(String key) {
    Line last;
    long leftOut;
    synchronized (this) {
      Cause cause = causes.remove(key);
      last = cause == null ? null : cause.last;
      leftOut = cause == null ? 0 : cause.leftOut;
      if (last != null) {
        causes.put(key, new Cause()); // what was told now opens the next minute
      }
    }
    if (last != null) {
      openMinute(key);
      boolean more = leftOut > 1;
      write(last, more ? " (and %d more like it in the last minute)".formatted(leftOut - 1) : "");
    }
  }

  /// The level is looked at here only: causes and their timers are the same whatever is configured,
  /// so that a simulated world does not depend on it.
  private void write(Line line, String more) {
    if (logger.isLoggable(line.level)) {
      String text = line.message.get() + more;
      logger.log(line.level, () -> text, line.thrown);
    }
  }

  /// What was written or left out.
  private record Line(Level level, Supplier<String> message, @Nullable Throwable thrown) {}

  /// One cause in its minute. Guarded by the log.
  private static final class Cause {
    long leftOut;
    @Nullable Line last;
  }
}
