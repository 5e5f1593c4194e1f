package dev.moonpool.simulation.campaign;

import java.util.Locale;

/// A campaign's report as JUnit XML, for build servers.
///
/// @param report the report
record ReportJunit(CampaignReport report) {
  String text() {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    int lacksCoverage = report.marks().fail() ? 1 : 0;
    out.append(
        String.format(
            Locale.ROOT,
            "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\""
                + " time=\"%.3f\">\n",
            escape("simulate " + report.scenario()),
            report.failures().size() + 1,
            report.failures().size() + lacksCoverage,
            Durations.seconds(report.effort().wall())));
    report.failures().forEach(failure -> failure(failure, out));
    campaign(out);
    return out.append("</testsuite>\n").toString();
  }

  private void failure(SeedFailure seed, StringBuilder out) {
    open("seed " + seed.seedText(), out);
    out.append(
        "><failure type=\"%s\" message=\"%s\">%s</failure></testcase>\n"
            .formatted(
                seed.failure().kind(),
                escape(seed.failure().toString()),
                escape(seed.failure().details() + "\nreplay: " + seed.replayLine())));
  }

  private void campaign(StringBuilder out) {
    open("campaign of " + report.extent().seeds() + " seeds", out);
    if (report.marks().fail()) {
      out.append("><failure type=\"COVERAGE\" message=\"marks never reached\">");
      out.append(escape("never true: " + report.marks().neverTrue()));
      out.append(escape("; never visited: " + report.marks().unvisited()));
      out.append("</failure></testcase>\n");
    } else {
      out.append("/>\n");
    }
  }

  private void open(String name, StringBuilder out) {
    out.append("  <testcase classname=\"%s\" name=\"%s\"".formatted(suite(), escape(name)));
  }

  private String suite() {
    return escape(report.scenario() + "." + report.topology() + "." + report.profile());
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n', '\t' -> out.appendCodePoint(point);
                // XML 1.0 has no way to write the others.
                default -> out.appendCodePoint(point < ' ' || point == 0xFFFE ? '?' : point);
              }
            });
    return out.toString();
  }
}
