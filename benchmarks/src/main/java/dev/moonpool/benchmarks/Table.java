package dev.moonpool.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The report: the comparisons with their verdicts, the sampled times, and the single figures.
final class Table {
  private final List<Target> targets;
  private final Scores scores;

  Table(List<Target> targets, Scores scores) {
    this.targets = targets;
    this.scores = scores;
  }

  /// The whole report.
  String text() {
    StringBuilder text = new StringBuilder();
    comparisons(text);
    limits(text);
    times(text);
    figures(text);
    return text.toString();
  }

  /// The fastest of a target's peers, if any was measured.
  static Optional<Map.Entry<String, Score>> best(Target target, Scores scores) {
    List<Map.Entry<String, Score>> measured = new ArrayList<>();
    for (String peer : target.peers()) {
      scores
          .of(target.benchmark(), target.parameters(), peer)
          .ifPresent(score -> measured.add(Map.entry(peer, score)));
    }
    return measured.stream()
        .max((a, b) -> Double.compare(a.getValue().perSecond(), b.getValue().perSecond()));
  }

  private void comparisons(StringBuilder text) {
    List<List<String>> rows = new ArrayList<>();
    for (Target target : targets) {
      best(target, scores).ifPresent(peer -> rows.add(row(target, peer.getKey(), peer.getValue())));
    }
    if (!rows.isEmpty()) {
      List<String> heads =
          List.of(
              "",
              "Moonpool",
              "B/op",
              "CPU ns",
              "peer",
              "",
              "B/op",
              "CPU ns",
              "ratio",
              "wanted",
              "verdict");
      text.append(aligned(heads, rows));
      text.append(
          "Rates are medians of the iterations per second, ± half of their range. Bytes are\n");
      text.append(
          "allocated and processor time taken by the whole JVM for one operation,"
              + " both ends included.\n\n");
    }
  }

  private List<String> row(Target target, String peerName, Score peer) {
    Optional<Score> ours = scores.of(target.benchmark(), target.parameters(), target.ours());
    double ratio = ours.map(o -> target.ratio(o.perSecond(), peer.perSecond())).orElse(Double.NaN);
    return List.of(
        target.title(),
        ours.map(Score::text).orElse("not measured"),
        ours.map(score -> whole(score.allocatedBytes())).orElse(""),
        ours.map(score -> whole(score.cpuNanos())).orElse(""),
        peer.text(),
        peerName,
        whole(peer.allocatedBytes()),
        whole(peer.cpuNanos()),
        ours.isPresent() ? "%.2fx".formatted(ratio) : "",
        target.wanted(),
        ours.isPresent() ? target.verdict(ratio) : "not measured");
  }

  private void limits(StringBuilder text) {
    List<List<String>> rows = new ArrayList<>();
    for (Limit limit : Targets.LIMITS) {
      limit
          .measured(scores)
          .ifPresent(
              value ->
                  rows.add(
                      List.of(
                          limit.title(), limit.text(value), limit.wanted(), limit.verdict(value))));
    }
    if (!rows.isEmpty()) {
      text.append(aligned(List.of("ours alone", "", "wanted", "verdict"), rows)).append('\n');
    }
  }

  private void times(StringBuilder text) {
    List<List<String>> rows = new ArrayList<>();
    scores
        .all()
        .forEach(
            (key, score) -> {
              if (!score.micros().isEmpty()) {
                List<String> row = new ArrayList<>(List.of(key.benchmark(), key.contender()));
                score.micros().values().forEach(micros -> row.add("%,.1f".formatted(micros)));
                rows.add(row);
              }
            });
    if (!rows.isEmpty()) {
      List<String> heads =
          List.of("time of one call in µs", "", "p50", "p95", "p99", "p99.9", "max");
      text.append(aligned(heads, rows)).append('\n');
    }
  }

  private void figures(StringBuilder text) {
    List<List<String>> rows = new ArrayList<>();
    scores
        .all()
        .forEach(
            (key, score) ->
                score
                    .figures()
                    .forEach(
                        (name, value) ->
                            rows.add(List.of(key.toString(), name, "%,.1f".formatted(value)))));
    if (!rows.isEmpty()) {
      text.append(aligned(List.of("figure", "", ""), rows));
    }
  }

  private static String whole(double value) {
    return Double.isNaN(value) ? "" : "%,.0f".formatted(value);
  }

  /// Columns as wide as their widest cell; the first is flush left, the last too.
  private static String aligned(List<String> heads, List<List<String>> rows) {
    int[] widths = heads.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, heads, widths);
    text.append("-".repeat(java.util.Arrays.stream(widths).sum() + 2 * (widths.length - 1)));
    text.append('\n');
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - cells.get(i).length());
      boolean left = i == 0 || i == widths.length - 1;
      line.append(left ? cells.get(i) + blanks : blanks + cells.get(i)).append("  ");
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
