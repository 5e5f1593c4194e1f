package dev.moonpool.examples.planted;

import dev.moonpool.examples.bank.simulation.BankBooks;
import dev.moonpool.examples.bank.simulation.BankScenario;
import dev.moonpool.examples.oracles.ActorsScenario;
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

  /// Actors of every kind, delays, races and early ends, and nothing that may lose a message.
  private static final Plant.Trial DELAYED_STATIONS =
      new Plant.Trial(new ActorsScenario(), new Topology(3, 3), delays());

  private static final String WEBSOCKET = "dev.moonpool.websocket.";
  private static final String CONNECTION = WEBSOCKET + "connection.";

  /// WebSocket connections, and everything but what their frames cannot notice.
  private static final Plant.Trial FRAMES =
      new Plant.Trial(
          scenario(WEBSOCKET + "campaign.WebSocketScenario"), new Topology(2, 2), frames());

  private PlantedFaults() {}

  static List<Plant> all() {
    return Stream.of(activations(), turns(), calls(), states(), requests(), topics(), sockets())
        .flatMap(List::stream)
        .toList();
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

  /// Faults in which turns run beside which, and in what becomes of those that must not.
  private static List<Plant> turns() {
    return List.of(
        plant(
            "read-only request beside a waiting writer",
            DELAYED_STATIONS,
            "turns overlap only as their requests allow",
            Plant.Site.of(ACTORS + "activation.InterleavedTurns", "onlyReadersWait"),
            Change.returning(1)),
        plant(
            "messages put aside dropped at the end",
            DELAYED_STATIONS,
            "without a fault every request has a known outcome",
            Plant.Site.of(ACTORS + "activation.Deactivator", "end"),
            Change.skipCall("addAll", 1)));
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

  /// Faults in how a connection's requests end.
  private static List<Plant> requests() {
    return List.of(
        new Plant(
            "request replayed after a reconnect",
            FRAMES,
            List.of("nothing is sent after its failure", "no request is sent twice"),
            Plant.Site.of(CONNECTION + "Session", "lost"),
            new Change.RedirectCall(
                "failSent", 1, CONNECTION + "PlantedRequests", "failSentAndReplay")),
        plant(
            "ended request sent all the same",
            FRAMES,
            "what a server has got was not reported as not sent",
            Plant.Site.of(CONNECTION + "Outgoing", "trySend"),
            Change.returning(1)),
        plant(
            "place of a cancelled request kept",
            FRAMES,
            "a place is refused only when all are taken",
            Plant.Site.of(CONNECTION + "PendingTable", "forget"),
            Change.skipCall("unqueued", 1)));
  }

  /// Faults in what a connection is subscribed to.
  private static List<Plant> topics() {
    return List.of(
        plant(
            "topic unsubscribed from twice",
            FRAMES,
            "a topic is asked for once and left once",
            Plant.Site.of(CONNECTION + "TopicPacer", "serve"),
            new Change.RedirectCall(
                "takeLeaving", 1, CONNECTION + "PlantedTopics", "takeLeavingTwice")),
        new Plant(
            "topic never unsubscribed from",
            FRAMES,
            List.of(
                "the server's subscriptions are the client's",
                "a topic is asked for once and left once"),
            Plant.Site.of(CONNECTION + "TopicTable", "leave"),
            Change.skipCall("add", 1)),
        plant(
            "gap not told",
            FRAMES,
            "a gap is told when messages may be missing",
            Plant.Site.of(CONNECTION + "Subscriber", "interrupted"),
            Change.doNothing()));
  }

  /// Faults in how sockets come and go.
  private static List<Plant> sockets() {
    return List.of(
        plant(
            "pong deadline from the last pong",
            FRAMES,
            "no living link is taken for dead",
            Plant.Site.of(CONNECTION + "Session", "pingWritten"),
            new Change.RedirectCall(
                "pingWritten", 1, CONNECTION + "PlantedTimers", "pingWrittenAfterTheLastPong")),
        new Plant(
            "timer of an old socket ends the new one",
            FRAMES,
            // The second if it fires before there is a new one.
            List.of(
                "a socket is ended by its own timers only",
                "no way from RECONNECTING to RECONNECTING"),
            Plant.Site.of(CONNECTION + "SocketTimers", "stop"),
            new Change.Redirect(CONNECTION + "PlantedTimers", "stopAllButAuth")),
        plant(
            "backoff reset without a stable period",
            FRAMES,
            "backoff grows until a connection was stable",
            Plant.Site.of(CONNECTION + "RetryPacer", "stableNanos"),
            Change.returning(0L)));
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

  /// Chaos without flipped bits, which frames have no checksum for, and without a store.
  static Profile frames() {
    Profile chaos = Profile.CHAOS.without(FaultFamily.BIT_FLIP, FaultFamily.STORE);
    return new Profile(
        "frames",
        chaos.families(),
        chaos.familyChance(),
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
