package dev.moonpool.examples.planted;

import dev.moonpool.examples.bank.simulation.BankBooks;
import dev.moonpool.examples.bank.simulation.BankScenario;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.planted.Change;
import dev.moonpool.simulation.planted.Plant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The faults that a campaign must find.
///
/// Methods that a fault puts in the place of others live in the test tree of the module that they
/// belong to, in the same package.
final class PlantedFaults {
  private static final String ACTORS = "dev.moonpool.actors.";
  private static final String BANK = "dev.moonpool.examples.bank.";

  /// Delays, races and early ends, and nothing that may lose a message.
  private static final Plant.Trial DELAYS =
      new Plant.Trial(new ActorOraclesScenario(), new Topology(2, 3), delays());

  /// Everything.
  private static final Plant.Trial CHAOS =
      new Plant.Trial(new ActorOraclesScenario(), new Topology(2, 3), Profile.CHAOS);

  private PlantedFaults() {}

  static List<Plant> all() {
    return Stream.of(activations(), calls(), states()).flatMap(List::stream).toList();
  }

  /// Faults in how actors come and go.
  private static List<Plant> activations() {
    return List.of(
        plant(
            "race loser's mailbox dropped",
            DELAYS,
            Journal.ANSWERED,
            Plant.Site.of(ACTORS + "runtime.Node", "reroute"),
            Change.skipCall("send", 1)),
        plant(
            "messages of an ended activation dropped",
            DELAYS,
            Journal.ANSWERED,
            Plant.Site.of(ACTORS + "activation.Deactivator", "leave"),
            Change.skipCall("reroute", 1)),
        plant(
            "catalog without the second look",
            new Plant.Trial(
                scenario(ACTORS + "catalog.CatalogScenario"), new Topology(1, 1), DELAYS.profile()),
            "the catalog makes one activation of an actor",
            Plant.Site.of(ACTORS + "catalog.Catalog", "lookAgain"),
            Change.doNothing()),
        plant(
            "hook skipped at shutdown",
            DELAYS,
            Journal.HOOKS_RUN,
            Plant.Site.of(ACTORS + "activation.Deactivator", "runHook"),
            new Change.Redirect(ACTORS + "activation.PlantedHooks", "runUnlessShutdown")));
  }

  /// Faults in how requests and answers find their way.
  private static List<Plant> calls() {
    return List.of(
        plant(
            "late reply delivered",
            DELAYS,
            Journal.OWN_ANSWER,
            Plant.Site.of(ACTORS + "call.PendingCalls", "matches"),
            Change.returning(1)),
        plant(
            "timed-out call left in the table",
            DELAYS,
            Journal.TABLE_EMPTY,
            Plant.Site.of(ACTORS + "call.Call", "cancel"),
            Change.skipCall("leavePending", 2)),
        plant(
            "stale cached address accepted without forwarding",
            DELAYS,
            Journal.CORRECTED,
            Plant.Site.of(ACTORS + "runtime.MessageBus", "isForHere"),
            Change.returning(1)),
        plant(
            "request run twice",
            DELAYS,
            Journal.RUNS_ONCE,
            Plant.Site.of(ACTORS + "activation.Turns", "handle"),
            new Change.RedirectCall(
                "handle", 1, ACTORS + "activation.PlantedTurns", "handleTwice")));
  }

  /// Faults in what is kept.
  private static List<Plant> states() {
    return List.of(
        plant(
            "memory changed before the save",
            CHAOS,
            Journal.ANSWER_WAS_SAVED,
            Plant.Site.of(ACTORS + "state.StateCell", "persist"),
            new Change.Redirect(ACTORS + "state.PlantedState", "persistLate")),
        plant(
            "failed save answered as success",
            CHAOS,
            Journal.ANSWER_WAS_SAVED,
            Plant.Site.of(ACTORS + "activation.Turns", "settle"),
            Change.skipCall("brokenSince", 1)),
        plant(
            "hold applied twice",
            new Plant.Trial(new BankScenario(), new Topology(2, 2), Profile.CHAOS),
            BankBooks.CONSERVED,
            Plant.Site.of(BANK + "AccountState", "hold"),
            new Change.RedirectCall("enter", 1, BANK + "BankFaults", "enterTwice")));
  }

  private static Plant plant(
      String name, Plant.Trial trial, String invariant, Plant.Site site, Change change) {
    return new Plant(name, trial, List.of(invariant), site, change);
  }

  /// Delays and nothing else, in every seed.
  static Profile delays() {
    Profile chaos = Profile.CHAOS;
    return new Profile(
        "delays",
        Set.of(FaultFamily.FAULT_POINT),
        1,
        chaos.siteActiveChance(),
        chaos.siteFiresChance(),
        chaos.downMax(),
        chaos.chaos(),
        chaos.livenessBound());
  }

  /// A scenario of another module's test tree, which the compiler does not see from here.
  private static Scenario scenario(String className) {
    try {
      return Class.forName(className)
          .asSubclass(Scenario.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no scenario " + className, e);
    }
  }
}
