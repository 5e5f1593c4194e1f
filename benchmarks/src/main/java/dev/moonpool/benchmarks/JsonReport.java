package dev.moonpool.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Every figure of a run and every verdict, for programs.
final class JsonReport {
  private final List<Target> targets;
  private final Scores scores;

  JsonReport(List<Target> targets, Scores scores) {
    this.targets = targets;
    this.scores = scores;
  }

  /// The document.
  String text() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("environment", Environment.here());
    document.put("flags", SuiteRun.JVM_FLAGS);
    document.put("trials", trials());
    document.put("targets", verdicts());
    document.put("limits", limits());
    return JsonMapper.builder()
            .build()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(document)
        + "\n";
  }

  private List<Object> trials() {
    List<Object> trials = new ArrayList<>();
    scores
        .all()
        .forEach(
            (key, score) -> {
              Map<String, Object> trial = new LinkedHashMap<>();
              trial.put("benchmark", key.benchmark());
              trial.put("parameters", key.parameters());
              trial.put("contender", key.contender());
              trial.put("perSecond", score.perSecond());
              trial.put("lowest", score.lowest());
              trial.put("highest", score.highest());
              if (!Double.isNaN(score.allocatedBytes())) {
                trial.put("allocatedBytes", score.allocatedBytes());
              }
              if (!Double.isNaN(score.cpuNanos())) {
                trial.put("cpuNanos", score.cpuNanos());
              }
              trial.put("micros", score.micros());
              trial.put("figures", score.figures());
              trials.add(trial);
            });
    return trials;
  }

  private List<Object> limits() {
    List<Object> limits = new ArrayList<>();
    for (Limit limit : Targets.LIMITS) {
      limit
          .measured(scores)
          .ifPresent(
              value -> {
                Map<String, Object> verdict = new LinkedHashMap<>();
                verdict.put("title", limit.title());
                verdict.put("value", value);
                verdict.put("unit", limit.unit());
                verdict.put("wanted", limit.wanted());
                verdict.put("verdict", limit.verdict(value));
                limits.add(verdict);
              });
    }
    return limits;
  }

  private List<Object> verdicts() {
    List<Object> verdicts = new ArrayList<>();
    for (Target target : targets) {
      Optional<Score> ours = scores.of(target.benchmark(), target.parameters(), target.ours());
      Optional<Map.Entry<String, Score>> peer = Table.best(target, scores);
      if (ours.isPresent() && peer.isPresent()) {
        double ratio = target.ratio(ours.get().perSecond(), peer.get().getValue().perSecond());
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("title", target.title());
        verdict.put("peer", peer.get().getKey());
        verdict.put("ratio", ratio);
        verdict.put("wanted", target.wanted());
        verdict.put("verdict", target.verdict(ratio));
        verdicts.add(verdict);
      }
    }
    return verdicts;
  }
}
