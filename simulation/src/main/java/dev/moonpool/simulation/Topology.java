package dev.moonpool.simulation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many workloads drive how many processes; written `2x2`.
///
/// @param workloads how many workloads, at least one
/// @param processes how many processes, at least one
public record Topology(int workloads, int processes) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,2})x([1-9][0-9]{0,2})");

  /// Checks that there is at least one of each.
  public Topology {
    if (workloads < 1 || processes < 1) {
      throw new IllegalArgumentException(
          "a topology has at least one workload and one process, not "
              + workloads
              + " and "
              + processes);
    }
  }

  /// Reads the form *workloads*x*processes*, up to 999 each.
  ///
  /// @throws IllegalArgumentException if `text` has another form
  public static Topology parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no topology; write workloads x processes, such as 2x2 or 1x10");
    }
    return new Topology(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return workloads + "x" + processes;
  }
}
