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
/// @param serializesLocally whether requests, answers and refusals between actors of this node go
///     through the serializer as well, so that they are what other nodes would get
/// @param payloadBytesMax the limit of one request or answer between nodes
public record Origin(
    PendingCalls pending,
    PayloadSerializer serializer,
    Executor completions,
    LongAdder lost,
    Stages stages,
    Spinners spinners,
    boolean serializesLocally,
    int payloadBytesMax) {

  /// With as many spinners as the processors of this JVM allow, and local calls by reference.
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
        new Spinners(Runtime.getRuntime().availableProcessors()),
        false,
        Integer.MAX_VALUE);
  }

  /// The same with local calls serialized.
  ///
  /// @param max the limit of one request or answer in bytes
  public Origin serializingLocally(int max) {
    return new Origin(pending, serializer, completions, lost, stages, spinners, true, max);
  }
}
