package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Invariant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One message between actors, as it goes from node to node.
///
/// Immutable, except that the payload's array is shared with whoever made it and must not be
/// changed afterwards. Deadlines are on the clock of the node that holds the message: the wire
/// carries what remains of them.
public final class Message implements Frame {
  /// What [#deadlineNanos] says where there is none.
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  /// How many hops a call chain may have. More would make every nested call carry kilobytes.
  public static final int HOPS_MAX = 64;

  /// How many cache updates a response may carry.
  public static final int CACHE_UPDATES_MAX = 16;

  /// How many UTF-8 bytes the text of an outcome has on the wire; longer ones are cut off there.
  public static final int TEXT_BYTES_MAX = 8 * 1024;

  /// How many UTF-8 bytes the trace context has.
  public static final int TRACE_BYTES_MAX = 512;

  /// How many characters the wire name of a request or refusal has.
  public static final int NAME_CHARS_MAX = 85;

  /// What a message is taken to need besides its payload where queues are bounded by bytes.
  static final int FIXED_BYTES = 256;

  static final byte[] NO_PAYLOAD = {};

  private final long correlation;
  private final Direction direction;
  private final @Nullable ActorId target;
  private final @Nullable ActorId sender;
  private final @Nullable NodeIdentity targetNode;
  private final @Nullable NodeIdentity senderNode;
  private final String method;
  private final byte[] payload;
  private final int flags;
  private final long deadlineNanos;
  private final int forwards;
  private final long activation;
  private final long view;
  private final @Nullable WireOutcome outcome;
  private final List<CacheUpdate> cacheUpdates;
  private final String trace;
  private final List<Hop> chain;

  private Message(Draft draft) {
    correlation = draft.correlation;
    direction = draft.direction;
    target = draft.target;
    sender = draft.sender;
    targetNode = draft.targetNode;
    senderNode = draft.senderNode;
    method = draft.method;
    payload = draft.payload;
    flags = draft.flags;
    deadlineNanos = draft.deadlineNanos;
    forwards = draft.forwards;
    activation = draft.activation;
    view = draft.view;
    outcome = draft.outcome;
    cacheUpdates = draft.cacheUpdates;
    trace = draft.trace;
    chain = draft.chain;
    check();
  }

  /// Begins a request.
  ///
  /// @param correlation what its response will carry, not 0
  public static Draft request(long correlation, ActorId target, String method, byte[] payload) {
    return new Draft(Direction.REQUEST, correlation).target(target).method(method).payload(payload);
  }

  /// Begins a message that gets no response.
  public static Draft oneWay(ActorId target, String method, byte[] payload) {
    return new Draft(Direction.ONE_WAY, 0).target(target).method(method).payload(payload);
  }

  /// Begins the response to `request`: both pairs swapped, the same correlation id, no method.
  ///
  /// @param payload the answer, the refusal, or empty, as `outcome` says
  public static Draft response(Message request, WireOutcome outcome, byte[] payload) {
    Invariant.check(request.direction == Direction.REQUEST, "only a request has a response");
    return new Draft(Direction.RESPONSE, request.correlation)
        .target(request.sender)
        .sender(request.target)
        .targetNode(request.senderNode)
        .senderNode(request.targetNode)
        .activation(request.activation)
        .view(request.view)
        .trace(request.trace)
        .outcome(outcome)
        .payload(payload);
  }

  /// A draft with all that this message has, to change some of it.
  public Draft copy() {
    return new Draft(this);
  }

  /// This message on its way to another node: one forward more.
  ///
  /// @param node where it goes now
  /// @param activation the activation that is meant there, 0 for none
  /// @param view the view that this was decided by
  public Message forwarded(NodeIdentity node, long activation, long view) {
    return copy().targetNode(node).activation(activation).view(view).forwards(forwards + 1).build();
  }

  /// What ties a response to its request; 0 on one-way messages.
  public long correlation() {
    return correlation;
  }

  /// Which way it goes.
  public Direction direction() {
    return direction;
  }

  /// The actor it is for. Every request and one-way message has one.
  public ActorId target() {
    return Objects.requireNonNull(target, "a response to no actor has no target");
  }

  /// The actor it is for, or null for a response to a caller that is no actor.
  public @Nullable ActorId targetOrNull() {
    return target;
  }

  /// The actor that sent it, or null if none did.
  public @Nullable ActorId sender() {
    return sender;
  }

  /// The node it is for, or null for whichever run of it listens where the message arrives.
  public @Nullable NodeIdentity targetNode() {
    return targetNode;
  }

  /// The node that it began on, and that wants the response; null before it has left that node.
  public @Nullable NodeIdentity senderNode() {
    return senderNode;
  }

  /// The request's wire name; empty in a response.
  public String method() {
    return method;
  }

  /// The serialized request, answer or refusal. Not to be changed.
  public byte[] payload() {
    return payload;
  }

  /// The bits of its [RequestFlag]s.
  public int flags() {
    return flags;
  }

  /// Whether it has this flag.
  public boolean has(RequestFlag flag) {
    return flag.in(flags);
  }

  /// When its time is over, on this node's monotonic clock, or [#NO_DEADLINE].
  public long deadlineNanos() {
    return deadlineNanos;
  }

  /// Whether its time is ever over.
  public boolean hasDeadline() {
    return deadlineNanos != NO_DEADLINE;
  }

  /// Whether its time is over.
  public boolean isExpired(long nowNanos) {
    return deadlineNanos != NO_DEADLINE && deadlineNanos - nowNanos <= 0;
  }

  /// How often it was forwarded.
  public int forwards() {
    return forwards;
  }

  /// The activation it is for; 0 for none: the node that gets it places the actor there.
  public long activation() {
    return activation;
  }

  /// The membership view by which its sender chose the node.
  public long view() {
    return view;
  }

  /// What became of the request. Only a response has one.
  public WireOutcome outcome() {
    return Objects.requireNonNull(outcome, "only a response has an outcome");
  }

  /// What its sender's location cache should learn; usually empty.
  public List<CacheUpdate> cacheUpdates() {
    return cacheUpdates;
  }

  /// The trace context, a short text of the tracing system's own; empty for none.
  public String trace() {
    return trace;
  }

  /// The calls that wait for this one, the outermost first.
  public List<Hop> chain() {
    return chain;
  }

  @Nullable WireOutcome outcomeOrNull() {
    return outcome;
  }

  @Override
  public String toString() {
    return direction + " " + correlation + " " + method + " to " + target + " at " + targetNode;
  }

  private void check() {
    boolean response = direction == Direction.RESPONSE;
    Invariant.check(response == (outcome != null), "a response, and nothing else, has an outcome");
    Invariant.check(response || target != null, "a request has a target");
    Invariant.check(
        (correlation == 0) == (direction == Direction.ONE_WAY),
        "a one-way message, and nothing else, has the correlation id 0");
    Invariant.check(forwards >= 0 && forwards <= 255, "forwards are counted in a byte");
    Invariant.check(flags >>> 16 == 0, "there are 16 flags");
    Invariant.check(method.length() <= NAME_CHARS_MAX, "a method's wire name is short");
    Invariant.check(chain.size() <= HOPS_MAX, "a call chain is bounded");
    Invariant.check(cacheUpdates.size() <= CACHE_UPDATES_MAX, "cache updates are bounded");
  }

  /// A message that is being put together. For one thread.
  public static final class Draft {
    private Direction direction;
    private long correlation;
    private @Nullable ActorId target;
    private @Nullable ActorId sender;
    private @Nullable NodeIdentity targetNode;
    private @Nullable NodeIdentity senderNode;
    private String method = "";
    private byte[] payload = NO_PAYLOAD;
    private int flags;
    private long deadlineNanos = NO_DEADLINE;
    private int forwards;
    private long activation;
    private long view;
    private @Nullable WireOutcome outcome;
    private List<CacheUpdate> cacheUpdates = List.of();
    private String trace = "";
    private List<Hop> chain = List.of();

    Draft(Direction direction, long correlation) {
      this.direction = direction;
      this.correlation = correlation;
    }

    private Draft(Message message) {
      direction = message.direction;
      correlation = message.correlation;
      target = message.target;
      sender = message.sender;
      targetNode = message.targetNode;
      senderNode = message.senderNode;
      method = message.method;
      payload = message.payload;
      flags = message.flags;
      deadlineNanos = message.deadlineNanos;
      forwards = message.forwards;
      activation = message.activation;
      view = message.view;
      outcome = message.outcome;
      cacheUpdates = message.cacheUpdates;
      trace = message.trace;
      chain = message.chain;
    }

    /// Sets another correlation id: a node that forwards a request may number it itself.
    public Draft correlation(long correlation) {
      this.correlation = correlation;
      return this;
    }

    /// Sets the actor it is for; null only for a response to a caller that is no actor.
    public Draft target(@Nullable ActorId target) {
      this.target = target;
      return this;
    }

    /// Sets the actor that sends it; null, as by default, if none does.
    public Draft sender(@Nullable ActorId sender) {
      this.sender = sender;
      return this;
    }

    /// Sets the node it is for; null, as by default, for whichever run of it listens there.
    public Draft targetNode(@Nullable NodeIdentity node) {
      this.targetNode = node;
      return this;
    }

    /// Sets the node it begins on; null is taken for the node that first writes it to a connection.
    public Draft senderNode(@Nullable NodeIdentity node) {
      this.senderNode = node;
      return this;
    }

    /// Sets the bits of its [RequestFlag]s; 0 by default.
    public Draft flags(int bits) {
      this.flags = bits;
      return this;
    }

    /// Sets when its time is over, on this node's monotonic clock; [#NO_DEADLINE] by default.
    public Draft deadlineNanos(long nanos) {
      this.deadlineNanos = nanos;
      return this;
    }

    /// Sets how often it was forwarded; 0 by default.
    public Draft forwards(int count) {
      this.forwards = count;
      return this;
    }

    /// Sets the activation that is meant; 0, as by default, for none.
    public Draft activation(long activation) {
      this.activation = activation;
      return this;
    }

    /// Sets the membership view by which its node was chosen; 0 by default.
    public Draft view(long version) {
      this.view = version;
      return this;
    }

    /// Sets what the sender's location cache should learn; at most [#CACHE_UPDATES_MAX].
    public Draft cacheUpdates(List<CacheUpdate> updates) {
      this.cacheUpdates = updates.isEmpty() ? List.of() : List.copyOf(updates);
      return this;
    }

    /// Sets the trace context; at most [#TRACE_BYTES_MAX] in UTF-8, longer ones are dropped on the
    /// wire.
    public Draft trace(String context) {
      this.trace = context;
      return this;
    }

    /// Sets the calls that wait for this one, the outermost first; at most [#HOPS_MAX].
    public Draft chain(List<Hop> hops) {
      this.chain = hops.isEmpty() ? List.of() : List.copyOf(hops);
      return this;
    }

    /// Sets what became of the request, for a response.
    public Draft outcome(@Nullable WireOutcome outcome) {
      this.outcome = outcome;
      return this;
    }

    /// Sets the payload. The array is not copied.
    public Draft payload(byte[] bytes) {
      this.payload = bytes;
      return this;
    }

    /// The message.
    public Message build() {
      return new Message(this);
    }

    Draft method(String name) {
      this.method = name;
      return this;
    }
  }
}
