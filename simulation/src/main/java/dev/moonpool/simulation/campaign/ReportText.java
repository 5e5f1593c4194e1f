package dev.moonpool.simulation.campaign;

import java.util.List;
import java.util.Locale;

/// A campaign's report as text.
final class ReportText {
  private static final int FAILURES_SHOWN = 10;

  private final CampaignReport report;
  private final StringBuilder out = new StringBuilder();

  ReportText(CampaignReport report) {
    this.report = report;
  }

  String text() {
    failures();
    marks();
    faults();
    slowest();
    effort();
    verdict();
    return out.toString();
  }

  private void failures() {
    report.failures().stream().limit(FAILURES_SHOWN).forEach(this::failure);
    long hidden = report.failed() - Math.min(report.failures().size(), FAILURES_SHOWN);
    if (hidden > 0) {
      line("… and %,d more failing seeds", hidden);
      line("");
    }
  }

  private void failure(SeedFailure seed) {
    var failure = seed.failure();
    line("%s (seed %s, number %,d)", failure.kind().heading(), seed.seedText(), seed.index() + 1);
    line("  %s", failure.name());
    if (!failure.message().equals(failure.name())) {
      failure.message().lines().forEach(text -> line("  %s", text));
    }
    failure.details().lines().forEach(text -> line("    %s", text));
    line("  replay: %s", seed.replayLine());
    line("");
  }

  private void marks() {
    CampaignReport.Marks marks = report.marks();
    if (marks.counts().isEmpty() && marks.unvisited().isEmpty()) {
      return;
    }
    List<String> never = marks.neverTrue();
    line(
        "marks: %d of %d reached",
        marks.counts().size() - never.size(), marks.counts().size() + marks.unvisited().size());
    marks.counts().forEach((mark, count) -> line("  %,12d  %s", count, mark));
    if (!never.isEmpty()) {
      line("  never true: %s", String.join(", ", never));
    }
    if (!marks.unvisited().isEmpty()) {
      line("  never visited: %s", String.join(", ", marks.unvisited()));
    }
  }

  private void faults() {
    if (report.faults().isEmpty()) {
      return;
    }
    line("faults injected:");
    report
        .faults()
        .forEach(
            (family, count) -> line("  %,12d  %s", count, family.name().toLowerCase(Locale.ROOT)));
  }

  private void slowest() {
    if (report.slowest().isEmpty()) {
      return;
    }
    line("slowest seeds:");
    for (CampaignReport.Slow slow : report.slowest()) {
      line(
          "  0x%s  %s, %,d steps",
          Long.toHexString(slow.seed()), Durations.text(slow.wall()), slow.steps());
    }
  }

  private void effort() {
    CampaignReport.Effort effort = report.effort();
    line(
        "%s simulated in %s: %,.0f simulated seconds a second, %,.0f steps/s, %,.0f seeds an hour,"
            + " each per core",
        Durations.text(effort.simulated()),
        Durations.text(effort.wall()),
        effort.simulatedPerSecond(),
        effort.stepsPerSecond(),
        report.seedsPerCoreHour());
  }

  private void verdict() {
    CampaignReport.Extent extent = report.extent();
    line(
        "%s %s %s: %,d seeds from 0x%s (%s), %s",
        report.scenario(),
        report.topology(),
        report.profile(),
        extent.seeds(),
        Long.toHexString(extent.firstSeed()),
        extent.end().text(),
        outcome());
  }

  private String outcome() {
    if (report.failed() > 0) {
      return report.failed() == 1 ? "1 failed" : "%,d failed".formatted(report.failed());
    }
    return report.marks().fail() ? "none failed, but coverage is incomplete" : "none failed";
  }

  private void line(String format, Object... values) {
    out.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
