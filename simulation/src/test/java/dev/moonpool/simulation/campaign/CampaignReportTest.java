package dev.moonpool.simulation.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

@Tag("S18")
@Tag("S9")
final class CampaignReportTest {
  @Test
  @Tag("S15")
  void text_failure_hasHeadingNameAndReplayLine() {
    CampaignReport report = report(options(), true);
    assertThat(report.text())
        .contains("INVARIANT VIOLATED (seed 0x65, number 2)")
        .contains("  money <is> \"constant\"\n  it is 3, not 4\n    a stack\n")
        .contains(
            "  replay: ./moonpool simulate counter --topology 2x2 --profile chaos --seed 0x65"
                + "  # version v1\n")
        .contains("never true: rare.mark\n")
        .contains("never visited: far.mark\n")
        .contains("           4  clog\n")
        .endsWith("counter 2x2 chaos: 2 seeds from 0x64 (first failure), 1 failed\n");
  }

  @Test
  @Tag("S14")
  void exitCode_failure_isItsKindsOwn() {
    assertThat(report(options(), true).exitCode()).isEqualTo(10);
    assertThat(report(options(), false).exitCode()).isZero();
  }

  @Test
  void exitCode_coverageDemandedAndMissing_isOne() {
    CampaignReport report = report(options().fullCoverage(List.of()), false);
    assertThat(report.exitCode()).isOne();
    assertThat(report.text()).endsWith("none failed, but coverage is incomplete\n");
  }

  @Test
  void json_failure_isWholeAndEscaped() {
    assertThat(report(options(), true).json())
        .startsWith("{\"scenario\":\"counter\",\"topology\":\"2x2\",\"profile\":\"chaos\",")
        .contains("\"name\":\"money <is> \\\"constant\\\"\"")
        .contains("\"marks\":{\"common.mark\":2,\"rare.mark\":0}")
        .contains("\"marksNeverTrue\":[\"rare.mark\"],\"marksNeverVisited\":[\"far.mark\"]")
        .contains("\"faults\":{\"clog\":4}")
        .contains("\"exitCode\":10")
        .endsWith("]}");
  }

  @Test
  void junit_failure_isWellFormedXml() throws Exception {
    String xml = report(options().fullCoverage(List.of()), true).junit();
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("2");
    assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(2);
  }

  private static CampaignReport report(CampaignOptions options, boolean failing) {
    Tally tally = new Tally(options, 100, 0);
    tally.next(0);
    tally.add(Outcomes.passed(100, Map.of("common.mark", 2L, "rare.mark", 0L)));
    tally.next(0);
    tally.add(
        failing ? Outcomes.failed(101, "money <is> \"constant\"") : Outcomes.passed(101, Map.of()));
    tally.next(0);
    return tally.report(1_000_000_000, List.of("far.mark"));
  }

  private static CampaignReport report(CampaignOptions.Builder options, boolean failing) {
    return report(options.build(), failing);
  }

  private static CampaignOptions.Builder options() {
    return CampaignOptions.builder(new CounterScenario())
        .command("./moonpool simulate counter")
        .version("v1");
  }
}
