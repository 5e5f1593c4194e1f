package dev.moonpool.examples.planted;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.Outcome;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.examples.planted.Probe.Answer;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Time;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Clients of probes.
final class ProbeWorkload implements Workload {
  private static final int CLIENTS = 3;
  private static final int OPERATIONS = 25;
  private static final int KEYS = 5;
  private static final long BEAT_MILLIS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// How often the check asks again: the world has healed, so a refusal soon ends.
  private static final int CHECK_ATTEMPTS = 20;

  private WorkloadContext context;
  private Journal journal;
  private Time time;
  private ActorRuntime runtime;
  private long nonces;

  @Override
  public void setup(WorkloadContext given) throws Exception {
    context = given;
    journal = given.shared(Journal.class);
    time = given.providers().time();
    runtime = client();
  }

  @Override
  public void run(WorkloadContext given) throws InterruptedException {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Randomness random = given.randomness().split("client-" + i);
      String name = given.name() + "." + i;
      tasks.add(given.providers().tasks().start(name, () -> drive(name, random)));
    }
    for (Task task : tasks) {
      task.join();
    }
  }

  @Override
  public void check(WorkloadContext given) throws Exception {
    if (given.index() == 0) {
      for (int i = 0; i < KEYS; i++) {
        journal.atTheEnd("p" + i, readAtLast(runtime, "p" + i).additions());
      }
      checkCorrection();
    }
    journal.stillWaiting(runtime.metrics().pendingCalls());
    runtime.close();
  }

  private void drive(String name, Randomness random) {
    try {
      for (int i = 0; i < OPERATIONS; i++) {
        operate(name + "." + i, random);
        time.sleep(Duration.ofMillis(random.nextInt(50)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void operate(String attempt, Randomness random) throws InterruptedException {
    String key = "p" + random.nextInt(KEYS);
    switch (random.nextInt(8)) {
      case 0, 1 -> add(key, attempt);
      case 2, 3 -> read(key);
      case 4 -> slow(key, random);
      case 5 -> slow("slow", random);
      case 6 -> retire(key);
      default -> race();
    }
  }

  private void add(String key, String attempt) {
    long nonce = nonces++;
    Answer answer = call(key, new Probe.Add(nonce, attempt), nonce);
    if (answer != null) {
      journal.acknowledged(key);
    }
  }

  private void read(String key) {
    long nonce = nonces++;
    call(key, new Probe.Read(nonce), nonce);
  }

  /// Often gives up before the answer comes.
  private void slow(String key, Randomness random) {
    long nonce = nonces++;
    Duration patience = Duration.ofMillis(20 + random.nextInt(100));
    try {
      Probe.Slow request = new Probe.Slow(nonce, random.nextInt(120));
      journal.answered(nonce, key, probe(runtime, key).call(request, patience));
    } catch (ActorException e) {
      context.trace("gave up: " + e.outcome());
    }
  }

  private void retire(String key) {
    try {
      probe(runtime, key).send(new Probe.Retire());
    } catch (ActorException e) {
      context.trace("not retired: " + e.outcome());
    }
  }

  /// All clients call the same new actor on the same beat, so that nodes race to activate it.
  private void race() throws InterruptedException {
    long millis = time.nanoTime() / 1_000_000;
    long beat = millis / BEAT_MILLIS + 1;
    time.sleep(Duration.ofMillis(beat * BEAT_MILLIS - millis));
    read("race-" + beat);
  }

  /// The answer, or null if there was none.
  private Answer call(String key, Request<Probe, Answer> request, long nonce) {
    try {
      Answer answer = probe(runtime, key).call(request, PATIENCE);
      journal.answered(nonce, key, answer);
      return answer;
    } catch (ActorException e) {
      if (e.outcome() == Outcome.NOT_SENT || e.outcome() == Outcome.MAYBE_EXECUTED) {
        journal.unanswered("%s to %s: %s".formatted(request, key, e));
      }
      context.trace(request + " failed: " + e.outcome());
      return null;
    }
  }

  /// Lets this client remember where an actor lives, has another client move it, and looks whether
  /// this one goes on calling by the old place.
  private void checkCorrection() throws Exception {
    ActorRuntime other = client();
    for (int i = 0; i < KEYS; i++) {
      String key = "moved-" + i;
      readAtLast(runtime, key);
      retire(key);
      time.sleep(Duration.ofMillis(500));
      readAtLast(other, key);
      readAtLast(runtime, key);
      readAtLast(runtime, key);
      long before = journal.detours();
      readAtLast(runtime, key);
      if (journal.detours() != before) {
        journal.notCorrected(key);
      }
    }
    other.close();
  }

  private Answer readAtLast(ActorRuntime from, String key) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        long nonce = nonces++;
        Answer answer = probe(from, key).call(new Probe.Read(nonce), PATIENCE);
        journal.answered(nonce, key, answer);
        return answer;
      } catch (ActorException e) {
        if (attempt == CHECK_ATTEMPTS) {
          throw e;
        }
        time.sleep(Duration.ofSeconds(1));
      }
    }
  }

  private ActorRuntime client() throws Exception {
    return ActorRuntime.builder(Journal.NAMESPACE)
        .providers(context.providers())
        .nodes(ProbeNode.addresses(context.addresses()))
        .start();
  }

  private static ActorRef<Probe> probe(ActorRuntime from, String key) {
    return from.actor(Probe.TYPE, key);
  }
}
