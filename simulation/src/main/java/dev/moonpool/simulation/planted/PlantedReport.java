package dev.moonpool.simulation.planted;

import dev.moonpool.simulation.campaign.SeedFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What campaigns on planted faults found.
///
/// @param controls the same trials without a fault, which must find nothing
/// @param findings one for each plant
public record PlantedReport(List<Control> controls, List<Finding> findings) {
  /// Copies the lists.
  public PlantedReport {
    controls = List.copyOf(controls);
    findings = List.copyOf(findings);
  }

  /// A trial of the code as it is.
  ///
  /// @param trial what was run
  /// @param seeds how many seeds
  /// @param failure what failed, which should be nothing
  public record Control(Plant.Trial trial, long seeds, Optional<SeedFailure> failure) {}

  /// A trial with a fault.
  ///
  /// @param plant the fault
  /// @param seeds how many seeds it took, or were run in vain
  /// @param failure what found it
  public record Finding(Plant plant, long seeds, Optional<SeedFailure> failure) {
    /// Whether it was found, and under a right name.
    public boolean isRight() {
      return failure.isPresent() && plant.invariants().contains(failure.get().failure().name());
    }
  }

  /// Whether every fault was found under a right name and the code as it is shows none.
  public boolean allFound() {
    return findings.stream().allMatch(Finding::isRight)
        && controls.stream().allMatch(control -> control.failure().isEmpty());
  }

  /// 0 if all were found, else 1.
  public int exitCode() {
    return allFound() ? 0 : 1;
  }

  /// The table, with a verdict below.
  public String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("planted fault", "seeds", "kind", "named by", ""));
    findings.forEach(finding -> rows.add(row(finding)));
    StringBuilder out = new StringBuilder();
    table(rows, out);
    controls.forEach(control -> out.append(text(control)).append('\n'));
    long right = findings.stream().filter(Finding::isRight).count();
    out.append(
        "%d of %d planted faults found under the right name%n".formatted(right, findings.size()));
    return out.toString();
  }

  private static List<String> row(Finding finding) {
    String seeds = String.format(Locale.ROOT, "%,d", finding.seeds());
    return finding
        .failure()
        .map(SeedFailure::failure)
        .map(
            failure ->
                List.of(
                    finding.plant().name(),
                    seeds,
                    failure.kind().name().toLowerCase(Locale.ROOT),
                    failure.name(),
                    finding.isRight() ? "ok" : "WRONG NAME, not " + names(finding.plant())))
        .orElseGet(
            () -> List.of(finding.plant().name(), seeds, "-", names(finding.plant()), "NOT FOUND"));
  }

  private static String names(Plant plant) {
    return String.join(" / ", plant.invariants());
  }

  private static String text(Control control) {
    String found =
        control
            .failure()
            .map(seed -> "FAILED: " + seed.failure() + "\n  replay: " + seed.replayLine())
            .orElse("nothing found, as it should be");
    return String.format(
        Locale.ROOT, "without a fault: %s, %,d seeds: %s", control.trial(), control.seeds(), found);
  }

  private static void table(List<List<String>> rows, StringBuilder out) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
