package dev.moonpool.cli;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.examples.bank.Auditor.Audit;
import dev.moonpool.examples.bank.load.Latencies;
import dev.moonpool.examples.bank.load.TransferLoad.Progress;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// What a run of the bank showed.
///
/// @param setup what was run
/// @param progress how much was done
/// @param latencies how long transfers took
/// @param nodes what each node said in the end
/// @param openedCents the money that was there
/// @param audit the money that was found
record BankReport(
    Setup setup,
    Progress progress,
    Latencies latencies,
    List<Node> nodes,
    long openedCents,
    Audit audit) {

  /// What was run.
  record Setup(int accounts, int clients, long seed) {}

  /// What one node said.
  record Node(NodeAddress address, NodeStats stats) {}

  boolean isConserved() {
    return audit.finds(openedCents);
  }

  ExitCode exitCode() {
    return isConserved() ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  /// The report to read.
  String text() {
    StringBuilder out = new StringBuilder();
    line(
        out,
        "transfers",
        "%,d in %.1f s: %,.0f/s; %,d refused, %,d requests repeated",
        progress.ended(),
        progress.elapsed().toNanos() / 1e9,
        progress.perSecond(),
        progress.refused(),
        progress.repeated());
    line(
        out,
        "latency",
        "p50 %s, p99 %s, max %s",
        millis(latencies.percentileNanos(0.5)),
        millis(latencies.percentileNanos(0.99)),
        millis(latencies.maxNanos()));
    for (Node node : nodes) {
      NodeStats stats = node.stats();
      line(
          out,
          "node " + node.address(),
          "%,d activations (%,d active now), %,d local and %,d remote messages",
          stats.activated(),
          stats.activations(),
          stats.local(),
          stats.remote());
    }
    line(
        out,
        "messages",
        "%,d local, %,d remote, %,d forwarded",
        nodes.stream().mapToLong(node -> node.stats().local()).sum(),
        nodes.stream().mapToLong(node -> node.stats().remote()).sum(),
        nodes.stream().mapToLong(node -> node.stats().forwarded()).sum());
    line(
        out,
        "money conserved",
        "%s: %s opened, %s found on %,d accounts%s",
        isConserved() ? "yes" : "NO",
        money(openedCents),
        money(audit.balances()),
        audit.accounts(),
        audit.open() == 0 ? "" : ", %,d entries still open".formatted(audit.open()));
    return out.toString();
  }

  /// The report for programs: one JSON object on one line.
  String json() {
    StringJoiner perNode = new StringJoiner(",", "[", "]");
    for (Node node : nodes) {
      NodeStats stats = node.stats();
      perNode.add(
          ("{\"address\":\"%s\",\"activated\":%d,\"activeNow\":%d,\"localMessages\":%d,"
                  + "\"remoteMessages\":%d,\"forwarded\":%d}")
              .formatted(
                  node.address(),
                  stats.activated(),
                  stats.activations(),
                  stats.local(),
                  stats.remote(),
                  stats.forwarded()));
    }
    return String.format(
        Locale.ROOT,
        "{\"nodes\":%d,\"accounts\":%d,\"clients\":%d,\"seed\":%d,\"seconds\":%.3f,"
            + "\"transfers\":%d,\"completed\":%d,\"refused\":%d,\"transfersPerSecond\":%.1f,"
            + "\"requestsRepeated\":%d,\"latencyMicros\":{\"p50\":%d,\"p99\":%d,\"max\":%d},"
            + "\"perNode\":%s,\"money\":{\"openedCents\":%d,\"foundCents\":%d,"
            + "\"openEntries\":%d,\"conserved\":%s}}%n",
        nodes.size(),
        setup.accounts(),
        setup.clients(),
        setup.seed(),
        progress.elapsed().toNanos() / 1e9,
        progress.ended(),
        progress.completed(),
        progress.refused(),
        progress.perSecond(),
        progress.repeated(),
        latencies.percentileNanos(0.5) / 1_000,
        latencies.percentileNanos(0.99) / 1_000,
        latencies.maxNanos() / 1_000,
        perNode,
        openedCents,
        audit.balances(),
        audit.open(),
        isConserved());
  }

  /// One line of progress.
  static String progressLine(Progress progress, Latencies latencies) {
    return String.format(
        Locale.ROOT,
        "%3d s · %,d transfers · %,.0f/s · p50 %s · p99 %s",
        progress.elapsed().toSeconds(),
        progress.ended(),
        progress.perSecond(),
        millis(latencies.percentileNanos(0.5)),
        millis(latencies.percentileNanos(0.99)));
  }

  private static void line(StringBuilder out, String head, String format, Object... values) {
    out.append(String.format(Locale.ROOT, "%-22s", head))
        .append(String.format(Locale.ROOT, format, values))
        .append(System.lineSeparator());
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, nanos < 10_000_000 ? "%.2f ms" : "%.0f ms", nanos / 1e6);
  }

  private static String money(long cents) {
    return String.format(Locale.ROOT, "%,d.%02d", cents / 100, cents % 100);
  }
}
