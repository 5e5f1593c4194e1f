package dev.moonpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The report: the better peer counts, ratios go the way the target says, shortfalls have a number.
final class TableTest {
  private static final Target FASTER =
      new Target(
          "call", "Call.one", "", List.of("peer", "peer-tuned"), new Target.Goal.TimesFaster(5));
  private static final Target NOT_SLOWER =
      new Target("call", "Call.one", "", List.of("floor"), new Target.Goal.TimesSlowerAtMost(2));

  @Test
  void text_targetReached_comparesWithTheFasterPeer() {
    Scores scores = scores(Map.of("moonpool", 1_000.0, "peer", 90.0, "peer-tuned", 200.0));

    String text = new Table(List.of(FASTER), scores).text();

    assertThat(text).contains("1.0 k/s").contains("200.0/s").contains("peer-tuned");
    assertThat(text).contains("5.00x").contains("≥ 5x").contains("reached");
  }

  @Test
  void text_targetMissed_saysByHowMuch() {
    Scores scores = scores(Map.of("moonpool", 400.0, "peer", 100.0));

    assertThat(new Table(List.of(FASTER), scores).text())
        .contains("4.00x")
        .contains("fell short by 20 %");
  }

  @Test
  void text_timeTarget_isTheRatioOfTimes() {
    Scores reached = scores(Map.of("moonpool", 500.0, "floor", 750.0));
    Scores missed = scores(Map.of("moonpool", 250.0, "floor", 750.0));

    assertThat(new Table(List.of(NOT_SLOWER), reached).text())
        .contains("1.50x")
        .contains("reached");
    assertThat(new Table(List.of(NOT_SLOWER), missed).text())
        .contains("3.00x")
        .contains("fell short by 50 %");
  }

  @Test
  void text_oursMissing_saysSo() {
    assertThat(new Table(List.of(FASTER), scores(Map.of("peer", 100.0))).text())
        .contains("not measured")
        .doesNotContain("NaN");
  }

  @Test
  void limit_bothSides_sayWhatIsReached() {
    Limit most = new Limit("size", "A.b", "", "x", Limit.Bound.AT_MOST, 400, "B");
    Limit least = new Limit("rate", "A.b", "", "x", Limit.Bound.AT_LEAST, 400, "a second");

    assertThat(most.verdict(400)).isEqualTo("reached");
    assertThat(most.verdict(500)).isEqualTo("fell short by 25 %");
    assertThat(least.verdict(400)).isEqualTo("reached");
    assertThat(least.verdict(100)).isEqualTo("fell short by 75 %");
  }

  @Test
  void json_ofScores_holdsTrialsAndVerdicts() {
    Scores scores = scores(Map.of("moonpool", 1_000.0, "peer", 100.0));

    JsonNode json =
        JsonMapper.builder().build().readTree(new JsonReport(List.of(FASTER), scores).text());

    assertThat(json.get("trials").size()).isEqualTo(2);
    assertThat(json.get("targets").get(0).get("ratio").asDouble()).isEqualTo(10.0);
    assertThat(json.get("targets").get(0).get("verdict").asString()).isEqualTo("reached");
  }

  private static Scores scores(Map<String, Double> ratesByContender) {
    Map<Scores.Key, Score> all = new LinkedHashMap<>();
    ratesByContender.forEach(
        (contender, rate) ->
            all.put(
                new Scores.Key("Call.one", "", contender),
                new Score(rate, rate, rate, Double.NaN, Double.NaN, Map.of(), Map.of())));
    return new Scores(all);
  }
}
