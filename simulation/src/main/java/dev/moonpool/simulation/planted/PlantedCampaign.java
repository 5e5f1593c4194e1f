package dev.moonpool.simulation.planted;

import dev.moonpool.foundation.Providers;
import dev.moonpool.simulation.campaign.Campaign;
import dev.moonpool.simulation.campaign.CampaignOptions;
import dev.moonpool.simulation.campaign.CampaignReport;
import dev.moonpool.simulation.campaign.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Plants faults one at a time and runs a campaign on each, until it is found or the seeds are used
/// up.
///
/// First each trial is run on the code as it is, for a tenth of the seeds: what fails without a
/// fault proves nothing with one. [#run] is called once, by a platform thread; [#stop] by any.
public final class PlantedCampaign {
  /// Most faults are found within a few seeds, before the second compiler has paid for itself.
  private static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1");

  private final Providers providers;
  private final List<Plant> plants;
  private final Settings settings;
  private final AtomicReference<Runnable> onStop = new AtomicReference<>(() -> {});
  private volatile boolean stopped;

  /// How much is run.
  ///
  /// @param seeds how many seeds a fault may need
  /// @param firstSeed the first of them
  /// @param workers how many processes run them
  public record Settings(long seeds, long firstSeed, int workers) {
    /// Checks ranges.
    public Settings {
      if (seeds < 1 || workers < 1) {
        throw new IllegalArgumentException(
            "seeds and workers are at least 1, not " + seeds + " and " + workers);
      }
    }

    private long controlSeeds() {
      return Math.max(1, seeds / 10);
    }
  }

  /// A campaign that has not begun.
  public PlantedCampaign(Providers providers, List<Plant> plants, Settings settings) {
    this.providers = providers;
    this.plants = List.copyOf(plants);
    this.settings = settings;
  }

  /// Checks that every plant fits the code, without running anything.
  ///
  /// @throws IllegalArgumentException naming the first that does not
  public void check() {
    Path folder = temporaryFolder();
    try {
      plantAll(folder);
    } finally {
      delete(folder);
    }
  }

  /// Runs all plants.
  ///
  /// @param say told what is run next and what came of it
  /// @param watcher told of each campaign's progress
  /// @throws IllegalArgumentException if a plant does not fit the code; nothing has been run then
  public PlantedReport run(Consumer<String> say, Consumer<Progress> watcher)
      throws InterruptedException {
    Path folder = temporaryFolder();
    try {
      plantAll(folder);
      List<PlantedReport.Control> controls = controls(say, watcher);
      List<PlantedReport.Finding> findings = new ArrayList<>();
      for (int i = 0; i < plants.size() && !stopped; i++) {
        findings.add(finding(plants.get(i), folder.resolve(Integer.toString(i)), say, watcher));
      }
      return new PlantedReport(controls, findings);
    } finally {
      delete(folder);
    }
  }

  /// Ends it soon: [#run] returns what was found until then. Idempotent.
  public void stop() {
    stopped = true;
    onStop.get().run();
  }

  private void plantAll(Path folder) {
    for (int i = 0; i < plants.size(); i++) {
      Planter.plant(plants.get(i), folder.resolve(Integer.toString(i)));
    }
  }

  private List<PlantedReport.Control> controls(Consumer<String> say, Consumer<Progress> watcher)
      throws InterruptedException {
    List<PlantedReport.Control> controls = new ArrayList<>();
    for (Plant.Trial trial : plants.stream().map(Plant::trial).distinct().toList()) {
      if (stopped) {
        break;
      }
      say.accept("without a fault: " + trial);
      CampaignReport report = campaign(trial, settings.controlSeeds(), List.of(), watcher);
      controls.add(
          new PlantedReport.Control(trial, report.extent().seeds(), report.firstFailure()));
    }
    return controls;
  }

  private PlantedReport.Finding finding(
      Plant plant, Path classes, Consumer<String> say, Consumer<Progress> watcher)
      throws InterruptedException {
    say.accept(plant.name());
    CampaignReport report = campaign(plant.trial(), settings.seeds(), List.of(classes), watcher);
    long needed =
        report.firstFailure().map(seed -> seed.index() + 1).orElse(report.extent().seeds());
    return new PlantedReport.Finding(plant, needed, report.firstFailure());
  }

  private CampaignReport campaign(
      Plant.Trial trial, long seeds, List<Path> classes, Consumer<Progress> watcher)
      throws InterruptedException {
    CampaignOptions.WorkerJvm usual = CampaignOptions.WorkerJvm.USUAL;
    Campaign campaign =
        new Campaign(
            providers,
            CampaignOptions.builder(trial.scenario())
                .topology(trial.topology())
                .profile(trial.profile())
                .firstSeed(settings.firstSeed())
                .seeds(seeds)
                .workers(settings.workers())
                .canaryEvery(0)
                .command("./moonpool simulate planted --scenario " + trial.scenario().name())
                .worker(
                    new CampaignOptions.WorkerJvm(
                        usual.heap(), classes, FAST_START, usual.seedWallMax()))
                .build());
    onStop.set(campaign::stop);
    if (stopped) {
      campaign.stop();
    }
    return campaign.run(watcher);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("moonpool-planted");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for changed classes: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
