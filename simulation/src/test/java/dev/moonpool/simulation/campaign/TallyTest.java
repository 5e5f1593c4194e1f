package dev.moonpool.simulation.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S13")
final class TallyTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void next_countReached_endsForSeeds() {
    Tally tally = tally(options().seeds(3));
    assertThat(tally.next(0)).hasValue(100);
    assertThat(tally.next(0)).hasValue(101);
    assertThat(tally.next(0)).hasValue(102);
    assertThat(tally.next(0)).isEmpty();
    assertThat(end(tally)).isEqualTo(CampaignReport.End.SEEDS);
  }

  @Test
  void next_timeUp_endsForTime() {
    Tally tally = tally(options().duration(Duration.ofSeconds(10)));
    assertThat(tally.next(10 * SECOND - 1)).isPresent();
    assertThat(tally.next(10 * SECOND)).isEmpty();
    assertThat(end(tally)).isEqualTo(CampaignReport.End.TIME);
  }

  @Test
  void next_everyMarkTrueAfterAHundredSeeds_endsForMarks() {
    Tally tally = tally(options().untilAllMarks());
    for (int i = 0; i < 99; i++) {
      tally.add(Outcomes.passed(tally.next(0).orElseThrow(), Map.of("a", 1L, "b", 0L)));
    }
    tally.add(Outcomes.passed(tally.next(0).orElseThrow(), Map.of("b", 0L)));
    assertThat(tally.next(0)).hasValue(200);
    tally.add(Outcomes.passed(200, Map.of("b", 1L)));
    assertThat(tally.next(0)).isEmpty();
    assertThat(end(tally)).isEqualTo(CampaignReport.End.ALL_MARKS);
  }

  @Test
  void next_noNewMarkForLong_endsForStableCoverage() {
    Tally tally = tally(options().untilStable(5));
    tally.add(Outcomes.passed(100, Map.of("a", 0L)));
    for (int i = 1; i <= 4; i++) {
      tally.add(Outcomes.passed(100 + i, Map.of("a", 0L)));
    }
    tally.add(Outcomes.passed(105, Map.of("a", 1L)));
    for (int i = 1; i <= 4; i++) {
      tally.add(Outcomes.passed(105 + i, Map.of("a", 1L)));
      assertThat(tally.next(0)).isPresent();
    }
    tally.add(Outcomes.passed(110, Map.of("a", 1L)));
    assertThat(tally.next(0)).isEmpty();
    assertThat(end(tally)).isEqualTo(CampaignReport.End.STABLE_COVERAGE);
  }

  @Test
  void next_failure_endsUnlessKeptGoing() {
    Tally first = tally(options());
    first.add(Outcomes.failed(100, "x"));
    assertThat(first.next(0)).isEmpty();
    assertThat(end(first)).isEqualTo(CampaignReport.End.FAILURE);

    Tally all = tally(options().keepGoing(true));
    all.add(Outcomes.failed(100, "x"));
    assertThat(all.next(0)).isPresent();
  }

  @Test
  void next_seedsGivenBack_comeAgainEvenAfterTheEnd() {
    Tally tally = tally(options().seeds(2));
    tally.next(0);
    tally.next(0);
    assertThat(tally.next(0)).isEmpty();
    tally.giveBack(List.of(101L));
    assertThat(tally.next(0)).hasValue(101);
    assertThat(tally.next(0)).isEmpty();
  }

  @Test
  void report_failuresInAnyOrder_areSortedAndBounded() {
    Tally tally = tally(options().keepGoing(true));
    for (int i = 0; i < 150; i++) {
      tally.next(0);
      tally.add(Outcomes.failed(100 + (i + 1) % 50, "x"));
    }
    CampaignReport report = tally.report(SECOND, List.of());
    assertThat(report.failed()).isEqualTo(150);
    assertThat(report.failures()).hasSize(Tally.FAILURES_MAX);
    assertThat(report.firstFailure().orElseThrow().seed()).isEqualTo(100);
  }

  @Test
  void progress_halfDone_estimatesWhatIsLeft() {
    Tally tally = tally(options().seeds(4));
    tally.add(Outcomes.passed(100, Map.of("a", 1L)));
    tally.add(Outcomes.passed(101, Map.of("b", 0L)));
    Progress progress = tally.progress(2 * SECOND);
    assertThat(progress.left()).hasValue(Duration.ofSeconds(2));
    assertThat(progress.line()).isEqualTo("2/4 seeds · 1/s · 1/2 marks · 0 failures · 2.0 s left");
  }

  private static CampaignReport.End end(Tally tally) {
    return tally.report(0, List.of()).extent().end();
  }

  private static Tally tally(CampaignOptions.Builder options) {
    return new Tally(options.build(), 100, 0);
  }

  private static CampaignOptions.Builder options() {
    return CampaignOptions.builder(new Unprepared());
  }

  private static final class Unprepared implements Scenario {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public void prepare(Simulation simulation) {}
  }
}
