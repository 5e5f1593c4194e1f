package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.examples.bank.Auditor.Audit;
import dev.moonpool.examples.bank.load.Latencies;
import dev.moonpool.examples.bank.load.TransferLoad.Progress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BankReportTest {
  @Test
  void report_moneyThere_saysYesAndSucceeds() {
    BankReport report = report(new Audit(2, 20_000, 0));

    assertThat(report.exitCode()).isEqualTo(ExitCode.SUCCESS);
    assertThat(report.text())
        .contains("120 in 2.0 s: 60/s; 20 refused, 3 requests repeated")
        .contains("node 127.0.0.1:7001")
        .contains("money conserved       yes: 200.00 opened, 200.00 found on 2 accounts");
    assertThat(report.json())
        .contains("\"transfers\":120", "\"transfersPerSecond\":60.0", "\"conserved\":true")
        .endsWith("}" + System.lineSeparator());
  }

  @Test
  void report_moneyMissing_saysNoAndFails() {
    BankReport report = report(new Audit(2, 19_999, 0));

    assertThat(report.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(report.text()).contains("NO: 200.00 opened, 199.99 found");
    assertThat(report.json()).contains("\"conserved\":false");
  }

  @Test
  void report_entriesStillOpen_failsThoughTheSumIsRight() {
    BankReport report = report(new Audit(2, 20_000, 1));

    assertThat(report.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(report.text()).contains("1 entries still open");
  }

  private static BankReport report(Audit audit) {
    Latencies latencies = new Latencies();
    latencies.record(1_500_000);
    return new BankReport(
        new BankReport.Setup(2, 16, 7),
        new Progress(100, 20, Duration.ofSeconds(2), 3),
        latencies,
        List.of(
            new BankReport.Node(
                new NodeAddress("127.0.0.1", 7001), new NodeStats(2, 122, 40, 80, 0))),
        20_000,
        audit);
  }
}
