package dev.moonpool.simulation.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Topology;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whole campaigns, in this process and in forked ones.
@Timeout(600)
final class CampaignSimTest {
  @Test
  @Tag("S13")
  void run_ownProcess_runsAllSeedsAndCountsMarks() throws InterruptedException {
    CampaignReport report = run(options(new CounterScenario()).seeds(20).workers(0));
    assertThat(report.exitCode()).isZero();
    assertThat(report.extent().seeds()).isEqualTo(20);
    assertThat(report.marks().counts().get("counter.even")).isPositive();
    assertThat(report.marks().neverTrue()).containsExactly("counter.impossible");
    assertThat(report.effort().simulated()).isPositive();
  }

  @Test
  @Tag("S13")
  void run_forked_givesTheSameAsInThisProcess() throws InterruptedException {
    CampaignOptions.Builder options =
        options(new CounterScenario()).seeds(40).worker(jvm("-Dmoonpool.test.limit=110"));
    CampaignReport forked = run(options.workers(2).keepGoing(true).canaryEvery(10));
    assertThat(forked.extent().seeds()).isEqualTo(40);
    assertThat(forked.failures())
        .isNotEmpty()
        .allSatisfy(
            seed -> {
              assertThat(seed.failure().kind()).isEqualTo(Failure.Kind.INVARIANT);
              assertThat(seed.failure().name()).isEqualTo(CounterScenario.INVARIANT);
            });
    CampaignReport own = run(options(new CounterScenario()).seeds(40).workers(0));
    assertThat(own.effort().simulated()).isGreaterThanOrEqualTo(forked.effort().simulated());
  }

  @Test
  @Tag("S15")
  void run_forkedTwice_stopsAtTheSameLowestSeed() throws InterruptedException {
    CampaignOptions.Builder options =
        options(new CounterScenario()).seeds(500).worker(jvm("-Dmoonpool.test.limit=115"));
    SeedFailure two = run(options.workers(2)).firstFailure().orElseThrow();
    SeedFailure three = run(options.workers(3)).firstFailure().orElseThrow();
    assertThat(three.seed()).isEqualTo(two.seed());
    assertThat(two.replayLine()).contains("Replay.once(options, " + two.seedText() + "L)");
  }

  @Test
  @Tag("S14")
  void run_workerDies_isACrashThatNamesItsSeed() throws InterruptedException {
    CampaignReport report =
        run(
            options(new MisbehavingScenario())
                .seeds(40)
                .workers(2)
                .keepGoing(true)
                .worker(jvm("-Dmoonpool.test.misbehaviour=halts")));
    assertThat(report.extent().seeds()).isEqualTo(40);
    assertThat(report.failures()).extracting(SeedFailure::seed).containsExactly(5L, 21L, 37L);
    Failure failure = report.firstFailure().orElseThrow().failure();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.CRASH);
    assertThat(failure.message()).isEqualTo("exit code 42");
    assertThat(report.exitCode()).isEqualTo(11);
  }

  @Test
  @Tag("S20")
  void run_seedDependsOnIdentityHash_isNondeterminismWithTheFirstDifference()
      throws InterruptedException {
    CampaignReport report =
        run(
            options(new MisbehavingScenario())
                .seeds(6)
                .workers(1)
                .canaryEvery(1)
                .worker(jvm("-Dmoonpool.test.misbehaviour=hashes")));
    SeedFailure seed = report.firstFailure().orElseThrow();
    assertThat(seed.seed()).isEqualTo(5);
    assertThat(seed.failure().kind()).isEqualTo(Failure.Kind.NONDETERMINISM);
    assertThat(seed.failure().details()).contains("the traces part at line").contains("hash ");
    assertThat(report.exitCode()).isEqualTo(13);
  }

  @Test
  @Tag("S12")
  void run_seedHangs_isEndedAsALivenessFailure() throws InterruptedException {
    CampaignOptions.WorkerJvm impatient =
        new CampaignOptions.WorkerJvm(
            "128m",
            List.of(),
            List.of("-Dmoonpool.test.misbehaviour=hangs"),
            Duration.ofSeconds(15));
    CampaignReport report =
        run(options(new MisbehavingScenario()).seeds(6).workers(1).worker(impatient));
    SeedFailure seed = report.firstFailure().orElseThrow();
    assertThat(seed.seed()).isEqualTo(5);
    assertThat(seed.failure().kind()).isEqualTo(Failure.Kind.LIVENESS);
  }

  @Test
  @Tag("field-O2")
  void run_eachRunOfASeedDiffers_isNondeterminismThatStandsInForTheFailure()
      throws InterruptedException {
    System.setProperty("moonpool.test.misbehaviour", "counts"); // for the run in this process
    for (int workers : new int[] {0, 1}) {
      CampaignReport report =
          run(
              options(new MisbehavingScenario())
                  .seeds(6)
                  .workers(workers)
                  .worker(jvm("-Dmoonpool.test.misbehaviour=counts")));
      SeedFailure seed = report.firstFailure().orElseThrow();
      assertThat(seed.failure().kind()).isEqualTo(Failure.Kind.NONDETERMINISM);
      assertThat(seed.failure().details())
          .contains("the traces part at line", "counted to", "one of the runs failed");
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.exitCode()).isEqualTo(13);
    }
    System.clearProperty("moonpool.test.misbehaviour");
  }

  @Test
  @Tag("field-O2")
  void run_scenarioReadsTheClock_failsBeforeTheFirstSeed() throws InterruptedException {
    CampaignReport report = run(options(new ClockScenario(false)).seeds(6).workers(0));
    assertThat(report.exitCode()).isEqualTo(13);
    assertThat(report.extent().seeds()).isZero();
    assertThat(report.text()).contains("Instant.now at ", "ClockScenario.java:");
    assertThat(run(options(new ClockScenario(true)).seeds(6).workers(0)).failures()).isEmpty();
    assertThat(Replay.once(options(new ClockScenario(false)).build(), 1).exitCode()).isEqualTo(13);
  }

  @Test
  @Tag("field-O6")
  void replayLine_ofACommand_beginsWithIt() {
    CampaignOptions options =
        options(new CounterScenario()).command("./moonpool simulate counter").build();
    assertThat(options.replayLine(5)).startsWith("./moonpool simulate counter --topology 2x1");
  }

  @Test
  @Tag("S13")
  void stop_whileRunning_givesTheReportSoFar() throws InterruptedException {
    try (SystemProviders system = SystemProviders.start(1)) {
      AtomicReference<Campaign> campaign = new AtomicReference<>();
      campaign.set(
          new Campaign(
              system.providers(),
              options(new CounterScenario()).seeds(Long.MAX_VALUE).workers(1).build()));
      CampaignReport report =
          campaign.get().run(progress -> stopOnceUnderWay(campaign.get(), progress));
      assertThat(report.extent().end()).isEqualTo(CampaignReport.End.STOPPED);
      assertThat(report.extent().seeds()).isPositive();
    }
  }

  @Test
  @Tag("S15")
  void replay_twice_givesOneTraceHashInTwoJvms() throws InterruptedException {
    try (SystemProviders system = SystemProviders.start(1)) {
      CampaignOptions options = options(new CounterScenario()).build();
      Replay replay = Replay.twice(system.providers(), options, 7);
      assertThat(replay.failure()).isEmpty();
      assertThat(replay.outcome().trace())
          .anySatisfy(line -> assertThat(line).contains("counted to"));
      assertThat(Replay.once(options, 7).outcome().traceHash())
          .isEqualTo(replay.outcome().traceHash());
    }
  }

  private static void stopOnceUnderWay(Campaign campaign, Progress progress) {
    if (progress.seeds() > 0) {
      campaign.stop();
    }
  }

  private static CampaignReport run(CampaignOptions.Builder options) throws InterruptedException {
    try (SystemProviders system = SystemProviders.start(1)) {
      return new Campaign(system.providers(), options.build()).run(progress -> {});
    }
  }

  private static CampaignOptions.WorkerJvm jvm(String option) {
    return new CampaignOptions.WorkerJvm("128m", List.of(), List.of(option), Duration.ofMinutes(1));
  }

  private static CampaignOptions.Builder options(Scenario scenario) {
    return CampaignOptions.builder(scenario)
        .topology(new Topology(2, 1))
        .profile(Profile.CALM)
        .firstSeed(0)
        .canaryEvery(0);
  }
}
