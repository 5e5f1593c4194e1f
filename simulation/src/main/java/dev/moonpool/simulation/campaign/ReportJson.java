package dev.moonpool.simulation.campaign;

import java.util.Locale;

/// A campaign's report as JSON.
///
/// @param report the report
record ReportJson(CampaignReport report) {
  String text() {
    return JsonText.object(this::fields);
  }

  private void fields(JsonText json) {
    CampaignReport.Extent extent = report.extent();
    json.field("scenario", report.scenario())
        .field("topology", report.topology().toString())
        .field("profile", report.profile())
        .field("version", report.version())
        .field("firstSeed", "0x" + Long.toHexString(extent.firstSeed()))
        .field("seeds", extent.seeds())
        .field("workers", extent.workers())
        .field("end", extent.end().name().toLowerCase(Locale.ROOT))
        .field("failed", report.failed())
        .field("exitCode", report.exitCode())
        .array("failures", report.failures(), ReportJson::failure)
        .object("marks", marks -> report.marks().counts().forEach(marks::field))
        .strings("marksNeverTrue", report.marks().neverTrue())
        .strings("marksNeverVisited", report.marks().unvisited())
        .object("faults", this::faults);
    effort(json);
    json.array("slowest", report.slowest(), ReportJson::slow);
  }

  private static void failure(SeedFailure seed, JsonText json) {
    json.field("seed", seed.seedText())
        .field("index", seed.index())
        .field("kind", seed.failure().kind().name())
        .field("name", seed.failure().name())
        .field("message", seed.failure().message())
        .field("details", seed.failure().details())
        .field("replay", seed.replayLine());
  }

  private void faults(JsonText json) {
    report
        .faults()
        .forEach((family, count) -> json.field(family.name().toLowerCase(Locale.ROOT), count));
  }

  private void effort(JsonText json) {
    CampaignReport.Effort effort = report.effort();
    json.field("steps", effort.steps())
        .field("simulatedSeconds", Durations.seconds(effort.simulated()))
        .field("wallSeconds", Durations.seconds(effort.wall()))
        .field("seedSeconds", Durations.seconds(effort.seedTime()))
        .field("simulatedSecondsPerSecond", effort.simulatedPerSecond())
        .field("stepsPerSecond", effort.stepsPerSecond())
        .field("seedsPerCoreHour", report.seedsPerCoreHour());
  }

  private static void slow(CampaignReport.Slow slow, JsonText json) {
    json.field("seed", "0x" + Long.toHexString(slow.seed()))
        .field("wallSeconds", Durations.seconds(slow.wall()))
        .field("steps", slow.steps());
  }
}
