package dev.moonpool.simulation.campaign;

import java.io.PrintStream;
import java.util.function.Consumer;

/// Shows progress on a terminal as one line that is written over, elsewhere as a line each ten
/// seconds.
public final class ProgressLine implements Consumer<Progress> {
  private static final long PLAIN_EVERY_SECONDS = 10;

  private final PrintStream out;
  private final boolean terminal;
  private long nextPlainSecond = PLAIN_EVERY_SECONDS;
  private int shown;

  /// @param out where to
  /// @param terminal whether `\r` goes back to the start of the line
  public ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void accept(Progress progress) {
    String line = progress.line();
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
      out.flush();
      shown = line.length();
    } else if (progress.elapsed().toSeconds() >= nextPlainSecond) {
      nextPlainSecond = progress.elapsed().toSeconds() + PLAIN_EVERY_SECONDS;
      out.println(line);
    }
  }

  /// Removes the line.
  public void clear() {
    if (terminal && shown > 0) {
      out.print("\r" + " ".repeat(shown) + "\r");
      out.flush();
      shown = 0;
    }
  }
}
