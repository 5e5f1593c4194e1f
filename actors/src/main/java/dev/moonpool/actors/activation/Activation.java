package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.call.CallChain;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.state.StateCell;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Invariant;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One life of an actor on this node: its identity, where it stands, and what waits for it.
///
/// It decides nothing: [TurnLoop] runs its messages, [Activator] brings it to life and
/// [Deactivator] ends it, all on the one thread that is its mailbox's consumer at the moment. An
/// idle activation has no thread, no timer and no queue, only fields; a million of them fit into a
/// heap of 1 GiB.
///
/// Threads: anyone offers messages and controls; the fields that have no remark are written by the
/// consumer, which hands itself over through the mailbox's head.
public final class Activation implements Runnable, StateCell.Owner {
  private static final VarHandle CONTROLS;
  private static final VarHandle LAST_ACTIVE;
  private static final VarHandle TIMERS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      CONTROLS = lookup.findVarHandle(Activation.class, "controls", Control.class);
      TIMERS = lookup.findVarHandle(Activation.class, "timers", Timers.class);
      LAST_ACTIVE = lookup.findVarHandle(Activation.class, "lastActiveNanos", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final HostedType type;
  private final Mailbox mailbox = new Mailbox();
  private final @Nullable InterleavedTurns interleaved;
  private final long number;
  private volatile ActorAddress address;
  private volatile ActivationState state = ActivationState.CREATING;

  @SuppressWarnings("unused") // by the VarHandle
  private volatile @Nullable Control controls;

  private @Nullable Object actor;
  private @Nullable StateCell<?> cell;

  /// The thread that runs it, for the watchdog; null while idle.
  private volatile @Nullable Turn turn;

  /// When the last message that counts as activity ran; read by the collector.
  @SuppressWarnings("unused") // by the VarHandle
  private long lastActiveNanos;

  /// How many turns ran on their callers' threads; by the consumer.
  private int directTurns;

  /// Whether any message has run; by the consumer.
  boolean hasRun;

  /// Whether the actor has asked for its own end. Any thread of the user's.
  private volatile boolean resigned;

  /// What went wrong in its turns; null while nothing did.
  private @Nullable Mistakes mistakes;

  /// Made when it sets its first one, by whichever thread that is.
  @SuppressWarnings("unused") // by the VarHandle
  private volatile @Nullable Timers timers;

  /// The next one in the collector's bucket; owned by the collector.
  private @Nullable Activation nextInBucket;

  /// An activation that nothing has run of yet.
  ///
  /// @param number unique on this node incarnation, not 0
  public Activation(HostedType type, ActorId id, long number) {
    this.type = type;
    this.number = number;
    this.interleaved = type.interleaves() ? new InterleavedTurns(this) : null;
    this.address = new ActorAddress(id, type.services().surroundings().node(), number, Fence.NONE);
    this.lastActiveNanos = type.services().providers().time().nanoTime();
  }

  /// Offers a message. Whoever is told [Offer#ACCEPTED_IDLE] must [#start] it.
  ///
  /// A message for which this very actor waits is refused at once with the cycle's names, unless it
  /// may interleave: waiting for it would last until its deadline.
  public Offer offer(Invocation message) {
    CallChain chain = message.chain();
    if (chain != null && CallCycles.isClosedBy(this, message, chain)) {
      Coverage.reached("activation.call-cycle");
      message.fail(
          new Failure.Rejected(new Rejection.CallCycle(chain.cycle(id(), message.method()))));
      return Offer.ACCEPTED;
    }
    return mailbox.offer(message, type.definition().mailboxCapacity());
  }

  /// Starts the consumer on a thread of its own.
  public void start() {
    type.services().turns().execute(this);
  }

  /// Asks for deactivation; the wish is served before further messages.
  ///
  /// @return false if too many wishes wait already, so it will happen anyway
  public boolean deactivate(DeactivationReason reason) {
    return control(reason, null);
  }

  /// Asks for deactivation because the directory holds another activation to be the one.
  ///
  /// @return false if too many wishes wait already, so it will end anyway
  public boolean yieldTo(ActorAddress winner) {
    return control(DeactivationReason.LOST_RACE, winner);
  }

  /// The actor asks for its own end: after the turn that runs, or, if it is not active yet, as a
  /// failed activation.
  void resign() {
    resigned = true;
    deactivate(DeactivationReason.EXPLICIT);
  }

  /// Whether the actor has asked for its own end.
  boolean hasResigned() {
    return resigned;
  }

  private boolean control(DeactivationReason reason, @Nullable ActorAddress winner) {
    while (true) {
      Control earlier = (Control) CONTROLS.getAcquire(this);
      if (earlier != null && earlier.depth >= Control.CAPACITY) {
        return false;
      }
      if (CONTROLS.compareAndSet(this, earlier, new Control(reason, winner, earlier))) {
        if (mailbox.wake()) {
          start();
        }
        return true;
      }
    }
  }

  /// The turn whose handler runs now, or null; it may be out of date.
  @Nullable Turn handling() {
    Turn holder = interleaved == null ? null : interleaved.holder();
    return holder == null ? turn : holder; // in hooks before the first message nothing is held
  }

  /// Whether a thread that `which` picks runs its turn or its hook now. From any thread.
  public boolean runsOn(Predicate<Thread> which) {
    Turn running = handling();
    return running != null && running.runsOn(which);
  }

  /// Whether a turn or a hook of it waits for an answer of an actor that `which` picks. From any
  /// thread.
  public boolean awaits(Predicate<ActorId> which) {
    Turn running = handling();
    return (running != null && running.awaits(which))
        || (interleaved != null && interleaved.awaits(which));
  }

  /// Whether this message may run although its actor waits for it, or for others.
  public boolean mayInterleave(Invocation message) {
    return type.definition().isReentrant() || message.has(RequestFlag.ALWAYS_INTERLEAVE);
  }

  @Override
  public void run() {
    Turn.run(this);
  }

  /// Who it is.
  public ActorId id() {
    return address.actor();
  }

  /// Where it lives; its fence is [Fence#NONE] until it is registered.
  public ActorAddress address() {
    return address;
  }

  /// Its number on this node incarnation.
  public long number() {
    return number;
  }

  /// Its type as this node hosts it.
  public HostedType type() {
    return type;
  }

  /// Where it stands.
  public ActivationState state() {
    return state;
  }

  /// How many messages wait.
  public int depth() {
    return interleaved == null ? mailbox.depth() : mailbox.depth() + interleaved.depth();
  }

  /// When the last message that counts as activity ran, on the monotonic clock.
  public long lastActiveNanos() {
    return (long) LAST_ACTIVE.getOpaque(this);
  }

  /// Whether nothing waits and nothing runs.
  public boolean isIdle() {
    return mailbox.isIdle() && (interleaved == null || interleaved.isIdle());
  }

  /// The thread that runs it if a message has run longer than `limitNanos`; else null.
  public @Nullable Thread stuckThread(long nowNanos, long limitNanos) {
    Turn running = turn;
    if (running == null) {
      return null;
    }
    long started = running.startedNanos();
    return started != 0 && nowNanos - started > limitNanos ? running.thread() : null;
  }

  /// What it runs now; null if nothing does, or nobody knows. For reports: it may be out of date.
  public Turn.@Nullable Running running() {
    Turn consumer = turn;
    return consumer == null ? null : consumer.running();
  }

  /// The next one in the collector's bucket. For the collector.
  public @Nullable Activation nextInBucket() {
    return nextInBucket;
  }

  /// Links it into the collector's bucket. For the collector.
  public void nextInBucket(@Nullable Activation next) {
    nextInBucket = next;
  }

  @Override
  public StateKey stateKey() {
    return new StateKey(id().toString());
  }

  @Override
  public Fence fence() {
    return address.fence();
  }

  @Override
  public void checkThread(String what) {
    if (!Turn.isOf(this)) {
      Coverage.reached("activation.foreign-thread-refused");
      throw new WrongThreadException(
          "%s of the state of %s on thread '%s', which runs no turn or hook of this actor: return"
                  .formatted(what, id(), Thread.currentThread().getName())
              + " what the thread has found to the handler, or send it to the actor as a request");
    }
  }

  /// Takes it to its next state: the only place where the state changes.
  void become(ActivationState next) {
    Invariant.check(
        state.mayBecome(next), () -> "%s may become %s from %s".formatted(this, next, state));
    state = next;
  }

  /// The directory has granted it a fence. By the directory, before its registration returns.
  public void granted(ActorAddress granted) {
    Invariant.check(granted.sameActivation(address), "the directory grants what was asked for");
    address = granted;
  }

  void embody(Object constructed) {
    actor = constructed;
  }

  /// Lets go of the actor and its state, so that a reference to this ended activation, in
  /// somebody's cache or in the collector, keeps nothing of the user's.
  void disembody() {
    actor = null;
    cell = null;
  }

  void cell(StateCell<?> loaded) {
    cell = loaded;
  }

  @Nullable Object actor() {
    return actor;
  }

  @Nullable StateCell<?> cell() {
    return cell;
  }

  /// Its timers. Any thread.
  Timers timers() {
    Timers known = timers;
    if (known != null) {
      return known;
    }
    Timers made = new Timers(this);
    Timers earlier = (Timers) TIMERS.compareAndExchange(this, null, made);
    return earlier == null ? made : earlier;
  }

  /// Ends its timers, if it has any. By the consumer.
  void closeTimers() {
    Timers known = timers;
    if (known != null) {
      known.close();
    }
  }

  @Nullable InterleavedTurns interleaved() {
    return interleaved;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /// What this turn, its consumer, has taken out of the mailbox and not yet run.
  Batch batch(Turn turn) {
    return interleaved == null ? turn.batch() : interleaved.batch();
  }

  /// The wish that decides, or null if none waits; the others say the same. By the consumer.
  @Nullable Control takeControl() {
    if (CONTROLS.getAcquire(this) == null) {
      return null;
    }
    Control all = (Control) CONTROLS.getAndSet(this, null);
    Coverage.sometimes(all.depth > 1, "activation.several-controls");
    return all.decisive();
  }

  boolean hasControl() {
    return CONTROLS.getAcquire(this) != null;
  }

  /// Whether the caller, which has just released the mailbox, is its consumer again: a wish that
  /// came
  /// between the last look and the release found no idle mailbox to wake.
  boolean isWokenByControl() {
    return hasControl() && mailbox.wake();
  }

  void wasActive(long nowNanos) {
    LAST_ACTIVE.setOpaque(this, nowNanos);
  }

  /// The consumer goes; called before it releases the mailbox.
  void leavesThread() {
    turn = null;
  }

  /// The consumer stays after all.
  void staysOnThread(Turn running) {
    turn = running;
  }

  int countDirectTurn() {
    return ++directTurns;
  }

  void failedWith(Throwable failure) {
    Mistakes before = mistakes;
    mistakes = new Mistakes(before == null ? 1 : before.count + 1, failure);
  }

  @Nullable Mistakes mistakes() {
    return mistakes;
  }

  @Override
  public String toString() {
    return address + "(" + state + ")";
  }

  /// How many turns failed, and how the last did.
  record Mistakes(long count, Throwable last) {}
}
