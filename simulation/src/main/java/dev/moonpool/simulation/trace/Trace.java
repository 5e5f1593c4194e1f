package dev.moonpool.simulation.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The lines of a world's trace. Confined to the driver.
public final class Trace {
  /// How many lines are kept; a run that fills it is too long to be read anyhow.
  private static final int LINES_MAX = 2_000_000;

  private static final int EVENTS_SHOWN = 40;
  private static final int LOGS_SHOWN = 20;
  private static final int WIDTH_MAX = 300;

  private final boolean whole;
  private final List<Line> lines = new ArrayList<>();
  private final ArrayDeque<Line> lastEvents = new ArrayDeque<>(EVENTS_SHOWN);
  private final ArrayDeque<Line> lastLogs = new ArrayDeque<>(LOGS_SHOWN);
  private long added;

  /// @param whole whether to keep every line; else only what the story needs
  public Trace(boolean whole) {
    this.whole = whole;
  }

  /// Whether it keeps every line.
  public boolean isWhole() {
    return whole;
  }

  /// Keeps a line.
  ///
  /// @param step the number of the event in which it happened
  /// @param nanos when, in virtual time
  /// @param who the process, or the part of the world
  public void add(LineKind kind, long step, long nanos, String who, String what) {
    Line line = new Line(added++, kind, step, nanos, who, what);
    switch (kind) {
      case WORLD, OPERATION -> push(line, lastEvents, EVENTS_SHOWN);
      case LOG -> push(line, lastLogs, LOGS_SHOWN);
      case NETWORK -> {}
    }
    if (whole && lines.size() < LINES_MAX) {
      lines.add(line);
    }
  }

  private static void push(Line line, ArrayDeque<Line> last, int max) {
    if (last.size() == max) {
      last.removeFirst();
    }
    last.addLast(line);
  }

  /// All lines as text; none if not all were kept.
  public List<String> text() {
    return lines.stream().map(Line::toString).toList();
  }

  /// The last operations, faults and log records before the end; nothing of bytes.
  public String story() {
    List<Line> shown = new ArrayList<>(lastEvents);
    shown.addAll(lastLogs);
    shown.sort(Comparator.comparingLong(Line::number));
    StringBuilder text = new StringBuilder("what happened last, in virtual milliseconds:\n");
    for (Line line : shown) {
      String shortened = line.toString();
      text.append("  ")
          .append(shortened, 0, Math.min(shortened.length(), WIDTH_MAX))
          .append(shortened.length() > WIDTH_MAX ? "…\n" : "\n");
    }
    return text.toString();
  }

  /// The last lines, of any kind, that belong to events up to and including `step`.
  public List<String> upTo(long step, int count) {
    List<String> text = lines.stream().filter(l -> l.step <= step).map(Line::toString).toList();
    return text.subList(Math.max(0, text.size() - count), text.size());
  }

  private record Line(long number, LineKind kind, long step, long nanos, String who, String what) {
    @Override
    public String toString() {
      String mark = kind == LineKind.LOG ? "log: " : "";
      return String.format(Locale.ROOT, "%13.6f %-12s %s%s", nanos / 1e6, who, mark, what);
    }
  }
}
