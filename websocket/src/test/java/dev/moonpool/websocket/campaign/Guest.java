package dev.moonpool.websocket.campaign;

import static dev.moonpool.websocket.campaign.Journal.demand;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.websocket.connection.AttemptSuppliers;
import dev.moonpool.websocket.connection.Connection;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionHandle;
import dev.moonpool.websocket.connection.ConnectionState;
import dev.moonpool.websocket.connection.Header;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.Witness;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// One connection under observation: its handles, what its streams say, and its wire.
final class Guest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final String name;
  final Journal journal;
  final ConnectionConfig config;
  final Providers providers;
  final Wire wire;
  final Asking asking;
  private final WorkloadContext context;
  private final Connection connection;
  private final EventJudge judge;
  private final Task events;
  private final List<Reader> readers = new ArrayList<>();
  private final List<ConnectionHandle> handles = new ArrayList<>();
  private int attempts;

  Guest(WorkloadContext context, String name, ConnectionConfig config) {
    this.context = context;
    this.name = name;
    this.journal = context.shared(Journal.class);
    this.config = config;
    this.wire = new Wire(journal);
    this.providers = wire.around(context.providers());
    journal.begins(name, config.resubscribeBatch());
    AttemptSuppliers suppliers =
        AttemptSuppliers.of(config)
            .withUrl(this::anyServer)
            .withCredentials(() -> Optional.of("key"))
            .withHeaders(() -> List.of(new Header(Witness.HEADER, name + "/" + attempts)));
    this.connection = Connection.connect(providers, config, new LineHandler(true, true), suppliers);
    handles.add(connection.handle());
    this.asking = new Asking(this);
    this.judge = new EventJudge(this);
    this.events = providers.tasks().start("events of " + name, this::judgeEvents);
  }

  private URI anyServer() {
    attempts++;
    List<InetSocketAddress> servers = context.addresses();
    InetSocketAddress chosen = servers.get(context.randomness().nextInt(servers.size()));
    return URI.create("ws://" + chosen.getHostString() + ":" + chosen.getPort() + "/");
  }

  private void judgeEvents() {
    judge.judge(connection.stream());
  }

  // ---- what callers do

  /// Any of its handles.
  ConnectionHandle handle() {
    return handles.get(context.randomness().nextInt(handles.size()));
  }

  void share() {
    handles.add(handle().share());
  }

  /// Gives one handle up, if it is not the last.
  void giveOneUp() {
    if (handles.size() > 1) {
      handles.removeLast().close();
    }
  }

  void subscribed(Subscription subscription, boolean slow) {
    Reader reader = new Reader(this, subscription, slow);
    readers.add(reader);
    reader.start();
  }

  /// Those that nobody has closed and that have not ended.
  List<Reader> open() {
    readers.removeIf(Reader::isOver);
    return readers;
  }

  /// Leaves a few, so that a long day does not gather thousands.
  void closeMostReaders() {
    List<Reader> all = open();
    while (all.size() > 5) {
      all.removeFirst().close();
    }
    while (handles.size() > 3) {
      giveOneUp();
    }
  }

  // ---- judging

  boolean isClosed() {
    return judge.closed();
  }

  /// Demands that it is as if nothing had happened, once nothing happens any more.
  void settles(Servers servers) throws Exception {
    asking.allEnd();
    comesBack(servers);
    answers();
    List<Reader> all = List.copyOf(open());
    all.forEach(Reader::count);
    awaits(() -> all.stream().allMatch(Reader::hasMore), Journal.RESTORED, () -> "not " + all);
    int pending = handle().metrics().pending();
    demand(pending == 0, Journal.NOTHING_LEFT, pending + " requests are pending");
  }

  private void comesBack(Servers servers) throws InterruptedException {
    awaits(
        () -> handle().state() == ConnectionState.READY,
        Journal.COMES_BACK,
        () -> name + " is " + handle().state());
    awaits(
        () -> isSame(servers),
        Journal.SAME_SET,
        () -> name + " wants " + wanted() + " and has " + servers.topicsOf(name));
  }

  private boolean isSame(Servers servers) {
    boolean ready = handle().state() == ConnectionState.READY;
    var held = servers.topicsOf(name).values();
    return ready && held.size() == 1 && held.iterator().next().equals(wanted());
  }

  /// A socket that has been cut off may look ready until that is noticed.
  private void answers() throws InterruptedException {
    boolean answered = false;
    for (int i = 0; i < 10 && !answered; i++) {
      answered = asking.request(Duration.ofSeconds(1));
      if (!answered) {
        providers.time().sleep(Duration.ofSeconds(2));
      }
    }
    demand(answered, Journal.COMES_BACK, name + " gets no answer in a healed world");
  }

  private Set<String> wanted() {
    Set<String> topics = new TreeSet<>();
    open().forEach(reader -> topics.add(reader.topic()));
    return topics;
  }

  private void awaits(Condition condition, String invariant, Supplier<String> state)
      throws InterruptedException {
    long endNanos = providers.time().nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      demand(providers.time().nanoTime() < endNanos, invariant, state.get());
      providers.time().sleep(Duration.ofMillis(200));
    }
  }

  /// Closes all handles, and demands that nothing is left.
  void closes() throws Exception {
    judge.closing();
    while (!handles.isEmpty()) {
      handles.removeLast().close();
    }
    events.join();
    asking.allEnd();
    // What the end has set off: tasks that are completed, sockets that are closed.
    providers.time().sleep(Duration.ofMillis(10));
    demand(wire.timers() == 0, Journal.NOTHING_LEFT, wire.timers() + " timers are set");
    demand(wire.sockets() == 0, Journal.NOTHING_LEFT, wire.sockets() + " sockets are open");
    int pending = connection.handle().metrics().pending();
    demand(pending == 0, Journal.NOTHING_LEFT, pending + " requests are pending");
    wire.taps().forEach(this::wasNoticed);
    providers.time().sleep(Reader.PAUSE);
    for (Reader reader : readers) {
      demand(reader.hasEnded(), Journal.CLOSED_LAST, reader + " goes on");
    }
  }

  private void wasNoticed(Wire.Tap tap) {
    Duration most =
        config
            .pingInterval()
            .plus(longer(config.pongTimeout(), config.writeTimeout()))
            .plus(config.closeTimeout())
            .plusMillis(10);
    demand(
        tap.silence().compareTo(most) <= 0,
        Journal.DEAD,
        "nothing came for " + tap.silence() + ", of at most " + most);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private interface Condition {
    boolean holds();
  }
}
