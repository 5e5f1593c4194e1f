package dev.moonpool.actors.call;

import dev.moonpool.actors.api.PayloadSerializer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/// What all calls that are made on one node share.
///
/// @param pending where calls wait for their answers
/// @param serializer how payloads are written
/// @param completions where futures are completed: on tasks, so that a caller's continuation never
///     runs on an event loop or within a turn
/// @param lost counts one-way messages that were lost after they had been sent
/// @param stages says how far a call has come that has no answer
/// @param spinners the platform threads that wait, and which of them may spin
public record Origin(
    PendingCalls pending,
    PayloadSerializer serializer,
    Executor completions,
    LongAdder lost,
    Stages stages,
    Spinners spinners) {

  /// With as many spinners as the processors of this JVM allow.
  public Origin(
      PendingCalls pending,
      PayloadSerializer serializer,
      Executor completions,
      LongAdder lost,
      Stages stages) {
    this(
        pending,
        serializer,
        completions,
        lost,
        stages,
        new Spinners(Runtime.getRuntime().availableProcessors()));
  }
}
