package dev.moonpool.simulation.trace;

import java.util.List;
import java.util.stream.Collectors;

/// Where two traces of one seed part.
///
/// @param line the number of the first different line, from 1
/// @param details what stands there in both, and a few lines before
public record Divergence(int line, String details) {
  private static final int LINES_BEFORE = 5;

  /// Compares the traces; line 0 if they are equal.
  public static Divergence of(List<String> one, List<String> other) {
    int shorter = Math.min(one.size(), other.size());
    int at = 0;
    while (at < shorter && one.get(at).equals(other.get(at))) {
      at++;
    }
    if (at == one.size() && at == other.size()) {
      return new Divergence(0, "the two traces are equal, line by line");
    }
    String before =
        one.subList(Math.max(0, at - LINES_BEFORE), at).stream()
            .map(line -> "  both   " + line + "\n")
            .collect(Collectors.joining());
    return new Divergence(
        at + 1,
        "the traces part at line %,d:\n%s  first  %s\n  second %s"
            .formatted(at + 1, before, lineAt(one, at), lineAt(other, at)));
  }

  private static String lineAt(List<String> trace, int at) {
    return at < trace.size() ? trace.get(at) : "(has ended)";
  }
}
