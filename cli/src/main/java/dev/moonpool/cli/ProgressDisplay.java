package dev.moonpool.cli;

import dev.moonpool.examples.bank.load.Latencies;
import dev.moonpool.examples.bank.load.TransferLoad.Progress;
import java.io.Console;
import java.io.PrintStream;

/// Shows how a load goes: on a terminal one line that is written over, elsewhere a line a second.
final class ProgressDisplay {
  private final PrintStream out;
  private final boolean terminal = isTerminal();
  private long shownSecond;
  private int width;

  ProgressDisplay(PrintStream out) {
    this.out = out;
  }

  /// Whether somebody watches a terminal.
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /// Shows the latest.
  void show(Progress progress, Latencies latencies) {
    if (!terminal && progress.elapsed().toSeconds() <= shownSecond) {
      return;
    }
    shownSecond = progress.elapsed().toSeconds();
    String line = BankReport.progressLine(progress, latencies);
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      width = line.length();
    } else {
      out.println(line);
    }
    out.flush();
  }

  /// Removes the line that would be written over.
  void clear() {
    if (terminal && width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      out.flush();
      width = 0;
    }
  }
}
