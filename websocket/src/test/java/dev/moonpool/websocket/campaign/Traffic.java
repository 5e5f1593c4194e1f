package dev.moonpool.websocket.campaign;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Task;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One long connection that several callers use, and some short ones that are closed at any moment.
final class Traffic implements Workload {
  private static final int CALLERS = 2;
  private static final int TOPICS = 5;
  private static final int STEPS_MAX = 40;

  private Guest guest;

  @Override
  public void run(WorkloadContext context) throws Exception {
    Randomness random = context.randomness().split("traffic");
    String name = "c" + context.index() + "-";
    guest = new Guest(context, name + 0, Draws.config(random.split("config"), false));
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Randomness own = random.split("caller-" + i);
      tasks.add(context.providers().tasks().start("caller", () -> call(own)));
    }
    int visits = random.nextInt(4);
    for (int i = 1; i <= visits; i++) {
      visit(context, random.split("visit-" + i), name + i);
    }
    for (Task task : tasks) {
      task.join();
    }
  }

  @Override
  public void check(WorkloadContext context) throws Exception {
    guest.settles(context.shared(Servers.class));
    guest.closes();
  }

  /// A connection that is closed at any moment.
  private static void visit(WorkloadContext context, Randomness random, String name)
      throws Exception {
    boolean givesUp = random.chance(0.4);
    Guest visitor = new Guest(context, name, Draws.config(random.split("config"), givesUp));
    for (int i = random.nextInt(4); i > 0; i--) {
      step(visitor, random);
    }
    context.providers().time().sleep(pause(random, 3_000));
    visitor.closes();
  }

  private void call(Randomness random) {
    int steps = 1 + random.nextInt(STEPS_MAX);
    try {
      for (int i = 0; i < steps; i++) {
        step(guest, random);
        guest.providers.time().sleep(pause(random, 300));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void step(Guest guest, Randomness random) throws InterruptedException {
    Duration timeout = timeout(random);
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> guest.asking.begin(timeout);
      case 3 -> burst(guest, random);
      case 4 -> guest.asking.request(timeout);
      case 5 -> cancel(guest, random, timeout);
      case 6 -> guest.asking.beginAndInterrupt(timeout, pause(random, 100));
      case 7 -> guest.asking.say(timeout);
      case 8, 9, 10 -> subscribe(guest, random, 1);
      case 11 -> subscribe(guest, random, 2 + random.nextInt(2));
      case 12, 13 -> unsubscribe(guest, random);
      case 14 -> handles(guest, random);
      default -> rarely(guest, random);
    }
  }

  private static void burst(Guest guest, Randomness random) {
    for (int i = random.nextInt(20); i > 0; i--) {
      guest.asking.begin(timeout(random));
    }
  }

  private static void cancel(Guest guest, Randomness random, Duration timeout)
      throws InterruptedException {
    CompletableFuture<String> future = guest.asking.begin(timeout);
    if (random.chance(0.5)) {
      guest.providers.time().sleep(pause(random, 100));
    }
    Coverage.sometimes(future.cancel(false), "websocket.cancelled");
  }

  private static void subscribe(Guest guest, Randomness random, int count)
      throws InterruptedException {
    List<Topic> topics = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      topics.add(new Topic("t" + random.nextInt(TOPICS)));
    }
    try {
      for (Subscription got : guest.handle().subscribeMany(topics)) {
        guest.subscribed(got, random.chance(0.2));
      }
    } catch (WsException.SubscriptionFailed | WsException.ConnectionClosed e) {
      Coverage.reached("websocket.not-subscribed");
    } catch (WsException.MaxReconnectAttempts e) {
      Coverage.reached("websocket.gave-up");
    }
  }

  private static void unsubscribe(Guest guest, Randomness random) {
    List<Reader> open = guest.open();
    if (open.isEmpty()) {
      return;
    }
    Reader reader = open.get(random.nextInt(open.size()));
    if (random.chance(0.2)) {
      guest.handle().unsubscribe(new Topic(reader.topic()));
    }
    if (random.chance(0.8)) {
      reader.close();
      reader.close();
    }
  }

  private static void handles(Guest guest, Randomness random) {
    try {
      if (random.chance(0.5)) {
        guest.share();
      } else {
        guest.giveOneUp();
      }
    } catch (WsException.ConnectionClosed e) {
      Coverage.reached("websocket.shared-too-late");
    }
  }

  private static void rarely(Guest guest, Randomness random) {
    if (random.chance(0.3)) {
      guest.handle().reconnect("because");
    }
  }

  private static Duration timeout(Randomness random) {
    return pause(random, Asking.TIMEOUT_MAX.toMillis());
  }

  /// Short ones as likely as long ones.
  private static Duration pause(Randomness random, long millisMax) {
    return Duration.ofNanos((long) (1e6 * StrictMath.pow(millisMax, random.nextDouble())));
  }
}
