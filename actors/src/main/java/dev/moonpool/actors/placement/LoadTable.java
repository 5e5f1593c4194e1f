package dev.moonpool.actors.placement;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// What one node knows of every node's load: how many activations it has.
///
/// Its own load is read live; those of others come with their traffic, up to a second old and each
/// of another moment. That is not enough to compare nodes while actors are being placed fast,
/// perhaps by all nodes at once: whoever is sure of old numbers sends everybody to the node that
/// was the least loaded a second ago. So [#compare] trusts reports only as far as they can be
/// trusted. Two loads that differ by less than what may have been placed since the older of the two
/// reports count as equal, and then this node evens out its own choices; if every node does so, the
/// sum is even.
///
/// A node of which nothing is known has load 0. Any thread; nothing blocks.
public final class LoadTable {
  /// Far more nodes than a cluster has; reports of more are ignored.
  private static final int NODES_MAX = 10_000;

  /// After so many choices the evening out begins anew, so that a node that was away for a while is
  /// not given all that it has missed: what is left of that its load shows.
  private static final int CHOICES_REMEMBERED = 1_000;

  /// How many choices the whole cluster is taken to make for each of this node's that the
  /// comparison may be wrong about.
  private static final int DOUBT_PER_CHOICE = 2;

  private final NodeAddress self;
  private final LongSupplier selfLoad;
  private final AtomicLong choices = new AtomicLong();
  private final Known own = new Known();
  private final ConcurrentMap<NodeAddress, Known> others = new ConcurrentHashMap<>();

  /// @param self this node
  /// @param selfLoad how many activations this node has now, those in flight included; cheap
  public LoadTable(NodeAddress self, LongSupplier selfLoad) {
    this.self = Objects.requireNonNull(self, "self");
    this.selfLoad = Objects.requireNonNull(selfLoad, "selfLoad");
  }

  /// The node whose table this is.
  public NodeAddress self() {
    return self;
  }

  /// The load of `node`: this node's own as it is now, another's as it last reported it and the
  /// choices of this node since.
  public long load(NodeAddress node) {
    if (node.equals(self)) {
      return selfLoad.getAsLong();
    }
    Known known = others.get(node);
    return known == null ? 0 : known.reported + known.chosenSince.get();
  }

  /// Which of two nodes is less loaded, as far as can be told from here: negative for `one`,
  /// positive for `other`, 0 if it makes no difference.
  public int compare(NodeAddress one, NodeAddress other) {
    Known knownOne = knownOf(one);
    Known knownOther = knownOf(other);
    long now = choices.get();
    long oldest = Math.min(reportedAt(knownOne, now), reportedAt(knownOther, now));
    long difference = reported(knownOne) - reported(knownOther);
    if (Math.abs(difference) > DOUBT_PER_CHOICE * (now - oldest)) {
      return Long.signum(difference);
    }
    return Long.compare(knownOne.chosenLately.get(), knownOther.chosenLately.get());
  }

  /// Takes in what a node reported of itself. Reports of a run before the latest are ignored.
  ///
  /// @param activationCount how many activations it has, not negative
  public void nodeSeen(NodeIdentity node, long activationCount) {
    if (activationCount < 0) {
      throw new IllegalArgumentException(
          "%s reports %d activations; a load is not negative".formatted(node, activationCount));
    }
    if (node.address().equals(self)) {
      return;
    }
    Known known = knownOf(node.address());
    long before = known.incarnation.getAndAccumulate(node.incarnation(), Math::max);
    if (before > node.incarnation()) {
      return;
    }
    known.reported = activationCount;
    known.reportedAtChoice = choices.get();
    known.chosenSince.set(0);
    if (before < node.incarnation()) {
      forgetChoices(); // it begins empty, whatever was chosen for its former run
    }
  }

  /// Counts one choice of `node`.
  public void chosen(NodeAddress node) {
    Known known = knownOf(node);
    known.chosenSince.incrementAndGet();
    known.chosenLately.incrementAndGet();
    if (choices.incrementAndGet() % CHOICES_REMEMBERED == 0) {
      forgetChoices();
    }
  }

  private long reported(Known known) {
    return known == own ? selfLoad.getAsLong() : known.reported;
  }

  private long reportedAt(Known known, long now) {
    return known == own ? now : known.reportedAtChoice;
  }

  private void forgetChoices() {
    own.chosenLately.set(0);
    others.values().forEach(known -> known.chosenLately.set(0));
  }

  private Known knownOf(NodeAddress node) {
    if (node.equals(self)) {
      return own;
    }
    Known known = others.get(node);
    if (known != null) {
      return known;
    }
    if (others.size() >= NODES_MAX) {
      return new Known(); // not kept
    }
    return others.computeIfAbsent(node, address -> new Known());
  }

  /// What is known of one node. Each field may lag behind the others by a moment: this is
  /// statistics.
  private static final class Known {
    final AtomicLong incarnation = new AtomicLong(-1);
    volatile long reported;
    volatile long reportedAtChoice;

    /// This node's choices of it since its last report.
    final AtomicLong chosenSince = new AtomicLong();

    /// The same since all began anew.
    final AtomicLong chosenLately = new AtomicLong();
  }
}
