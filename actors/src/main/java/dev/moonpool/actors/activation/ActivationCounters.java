package dev.moonpool.actors.activation;

import java.util.concurrent.atomic.LongAdder;

/// What the activations of one node have done.
public final class ActivationCounters {
  /// Turns that ran.
  public final LongAdder turns = new LongAdder();

  /// Turns whose handler threw something other than a refusal.
  public final LongAdder failedTurns = new LongAdder();

  /// Messages that were dropped because their time was over before they ran.
  public final LongAdder expired = new LongAdder();

  /// Activations that became valid.
  public final LongAdder activated = new LongAdder();

  /// Activations that could not become valid.
  public final LongAdder failedActivations = new LongAdder();

  /// Activations that lost a race to register.
  public final LongAdder lostRaces = new LongAdder();

  /// Activations that ended after they had been valid.
  public final LongAdder deactivated = new LongAdder();

  /// Hooks that threw or did not end in time.
  public final LongAdder failedHooks = new LongAdder();

  /// Counters at zero.
  public ActivationCounters() {}
}
