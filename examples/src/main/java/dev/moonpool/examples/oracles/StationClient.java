package dev.moonpool.examples.oracles;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Outcome;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.examples.oracles.Station.Log;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// One client: draws operations, never repeats a request, and tells the [Judge] each outcome.
final class StationClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int KEYS_HOT = 4;
  private static final int KEYS = 200;
  private static final int BURST = 150;
  private static final int FLOOD = 1_100;
  private static final int KEYS_FLOODED = 40;
  private static final int TIMERS = 1_100;
  private static final int PADDING_LARGE = 100_000;

  private final String name;
  private final ActorRuntime runtime;
  private final Judge judge;
  private final Randomness random;
  private final Floods floods;
  private int attempts;

  StationClient(String name, ActorRuntime runtime, Judge judge, Randomness random, Floods floods) {
    this.name = name;
    this.runtime = runtime;
    this.judge = judge;
    this.random = random;
    this.floods = floods;
  }

  /// How many floods of requests are under way on one runtime.
  static final class Floods {
    private int running;

    private void begin() {
      running++;
    }

    private void end() {
      running--;
    }

    private boolean underWay() {
      return running > 0;
    }
  }

  /// The full name of an actor, as the store knows it.
  static String name(ActorType<Station> type, String key) {
    return Judge.NAMESPACE + "::" + type.name() + "/" + key;
  }

  /// Tells what a failed request means for its attempt.
  static void judge(Judge judge, String attempt, ActorException failure) {
    judgeImpatient(judge, attempt, failure);
    switch (failure.outcome()) {
      case NOT_SENT, MAYBE_EXECUTED -> judge.unknown(attempt + ": " + failure);
      case REJECTED, FAILED -> {}
    }
  }

  /// The same for a request whose deadline may have been reached without a fault.
  static void judgeImpatient(Judge judge, String attempt, ActorException failure) {
    switch (failure.outcome()) {
      case NOT_SENT, REJECTED -> judge.refused(attempt, failure.toString());
      case MAYBE_EXECUTED, FAILED -> Coverage.reached("oracles.gave-up");
    }
  }

  /// Does one thing, drawn at random.
  void operate() throws InterruptedException {
    ActorType<Station> type = random.chance(0.5) ? Station.PLAIN : Station.REENTRANT;
    String key = "s" + (random.chance(0.8) ? random.nextInt(KEYS_HOT) : random.nextInt(KEYS));
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> add(type, key, random.chance(0.1) ? PADDING_LARGE : 0);
      case 5, 6 -> visit(type, key);
      case 7, 8, 9 -> read(type, key, new Station.Read());
      case 10, 11 -> read(type, key, new Station.Look("s" + random.nextInt(KEYS_HOT)));
      case 12, 13, 14 -> confirmed(type, key);
      case 15 -> impatient(type, key);
      case 16 -> clear();
      case 17 -> retire(type, key);
      case 18 -> rare(type, key);
      default -> tell(type, key, new Station.Poke(attempt()));
    }
  }

  /// What an actor has when all is over.
  Log atTheEnd(ActorRef<Station> station) {
    return station.call(new Station.Confirmed(), PATIENCE);
  }

  private void rare(ActorType<Station> type, String key) throws InterruptedException {
    switch (random.nextInt(8)) {
      case 0 -> flood(type);
      case 2, 3 -> burst(type, key);
      case 4, 5 -> tell(type, key, new Station.Arm(attempt(), TIMERS));
      default -> tell(type, key, new Station.Arm(attempt(), 3));
    }
  }

  private void add(ActorType<Station> type, String key, int padding) {
    String attempt = attempt();
    saving(type, key, attempt, new Station.Add(attempt, "x".repeat(padding)));
  }

  /// A path may come back to where it began, which the runtime must refuse.
  private void visit(ActorType<Station> type, String key) {
    String attempt = attempt();
    List<String> path = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      path.add("s" + random.nextInt(KEYS_HOT));
    }
    saving(type, key, attempt, new Station.Visit(attempt, path));
  }

  private void saving(
      ActorType<Station> type, String key, String attempt, Request<Station, Log> request) {
    String actor = name(type, key);
    try {
      Log log = station(type, key).call(request, PATIENCE);
      judge.attempts().acknowledged(actor, attempt);
      judge.read(actor, log.attempts());
    } catch (ActorException e) {
      outcome(attempt, e);
    }
  }

  private void read(ActorType<Station> type, String key, Request<Station, Log> request) {
    try {
      judge.read(name(type, key), station(type, key).call(request, PATIENCE).attempts());
    } catch (ActorException e) {
      outcome(attempt(), e);
    }
  }

  private void confirmed(ActorType<Station> type, String key) {
    String actor = name(type, key);
    List<String> least = judge.attempts().acknowledged(actor);
    try {
      Log log = station(type, key).call(new Station.Confirmed(), PATIENCE);
      judge.confirmed(actor, log.attempts(), least);
    } catch (ActorException e) {
      outcome(attempt(), e);
    }
  }

  /// Gives up early, so its outcome says nothing about faults.
  private void impatient(ActorType<Station> type, String key) {
    String attempt = attempt();
    Duration patience = Duration.ofMillis(1 + random.nextInt(100));
    try {
      var _ = station(type, key).call(new Station.Pause(attempt, random.nextInt(150)), patience);
    } catch (ActorException e) {
      judgeImpatient(judge, attempt, e);
    }
  }

  /// Only this client uses the actor, so it knows what is there after each answer.
  private void clear() {
    ActorRef<Station> own = station(Station.PLAIN, "own-" + name.replace(':', '-'));
    String attempt = attempt();
    String clearing = attempt();
    try {
      var _ = own.call(new Station.Add(attempt, ""), PATIENCE);
      var _ = own.call(new Station.Clear(clearing), PATIENCE);
      Log log = own.call(new Station.Confirmed(), PATIENCE);
      if (log.attempts().contains(attempt)) {
        judge.clearedInVain(own.id().toString(), log.attempts());
      }
    } catch (ActorException e) {
      Coverage.reached("oracles.clear-failed");
    }
  }

  private void retire(ActorType<Station> type, String key) {
    try {
      station(type, key).send(new Station.Retire());
    } catch (ActorException e) {
      Coverage.reached("oracles.not-retired");
    }
  }

  private void tell(ActorType<Station> type, String key, Request<Station, Nothing> request) {
    try {
      var _ = station(type, key).call(request, PATIENCE);
    } catch (ActorException e) {
      String attempt =
          switch (request) {
            case Station.Poke(String poked) -> poked;
            case Station.Arm(String armed, int _) -> armed;
            default -> throw new IllegalArgumentException("not told: " + request);
          };
      outcome(attempt, e);
    }
  }

  /// More requests at once than a mailbox takes.
  private void burst(ActorType<Station> type, String key) throws InterruptedException {
    Map<String, CompletableFuture<Nothing>> calls = new LinkedHashMap<>();
    for (int i = 0; i < BURST; i++) {
      begin(calls, type, key, new Station.Pause(attempt(), 1));
    }
    end(calls);
  }

  /// More requests at once than the table of pending calls takes.
  private void flood(ActorType<Station> type) throws InterruptedException {
    Map<String, CompletableFuture<Nothing>> calls = new LinkedHashMap<>();
    floods.begin();
    for (int i = 0; i < FLOOD; i++) {
      begin(calls, type, "s" + i % KEYS_FLOODED, new Station.Pause(attempt(), 0));
    }
    end(calls);
    floods.end();
  }

  /// Without a fault, a request is not sent only while a flood fills the table of pending calls.
  private void outcome(String attempt, ActorException failure) {
    if (floods.underWay() && failure.outcome() == Outcome.NOT_SENT) {
      judge.refused(attempt, failure.toString());
    } else {
      judge(judge, attempt, failure);
    }
  }

  private void begin(
      Map<String, CompletableFuture<Nothing>> calls,
      ActorType<Station> type,
      String key,
      Station.Pause request) {
    try {
      calls.put(request.attempt(), station(type, key).callAsync(request, PATIENCE));
    } catch (ActorException e) {
      outcome(request.attempt(), e);
    }
  }

  private void end(Map<String, CompletableFuture<Nothing>> calls) throws InterruptedException {
    for (var call : calls.entrySet()) {
      try {
        var _ = call.getValue().get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof ActorException failure) {
          outcome(call.getKey(), failure);
        } else {
          throw new IllegalStateException("a call ended in no way that it may", e);
        }
      }
    }
  }

  private ActorRef<Station> station(ActorType<Station> type, String key) {
    judge.attempts().touched(name(type, key));
    return runtime.actor(type, key);
  }

  private String attempt() {
    return "a:" + name + "." + attempts++;
  }
}
