package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;

/// What one frame on a connection says.
sealed interface Frame
    permits Message,
        Frame.Hello,
        Frame.Goodbye,
        Frame.Cancel,
        Frame.StageQuery,
        Frame.StageAnswer,
        Frame.Ping,
        Frame.Pong,
        Frame.Ask,
        Frame.Answer {

  /// The first frame of each end.
  ///
  /// @param versionMin the lowest protocol version that the sender speaks
  /// @param versionMax the highest one
  /// @param namespace the cluster's name
  /// @param node who sends it
  /// @param dialed where the dialing end believes to have dialed; the answering end repeats its own
  /// @param sequence counts the hellos that the sender has sent to this peer
  /// @param frameBytesMax the longest frame that the sender takes
  /// @param load the sender's load
  /// @param clock the sender's clock and what it saw of the other's
  record Hello(
      int versionMin,
      int versionMax,
      String namespace,
      NodeIdentity node,
      NodeAddress dialed,
      long sequence,
      int frameBytesMax,
      int load,
      ClockReading clock)
      implements Frame {}

  /// The last frame of an end that closes the connection on purpose.
  record Goodbye(Reason reason, String text) implements Frame {
    /// Why a connection is closed; the code is the number on the wire.
    enum Reason {
      /// The ends belong to different namespaces.
      NAMESPACE(1),
      /// They share no protocol version.
      VERSION(2),
      /// The dialed node is not who the dialing one wanted.
      WRONG_NODE(3),
      /// A newer connection between the two, or a newer run of the dialing node, is known.
      STALE(4),
      /// Both dialed at once, and the other dial goes on.
      SETTLED(5),
      /// The node stops.
      CLOSING(6),
      /// What was received is no protocol.
      MALFORMED(7);

      private final int code;

      Reason(int code) {
        this.code = code;
      }

      int code() {
        return code;
      }
    }
  }

  /// The caller no longer wants the answer.
  record Cancel(long correlation) implements Frame {}

  /// What has become of my request so far?
  record StageQuery(long correlation) implements Frame {}

  /// That is what has become of it.
  record StageAnswer(long correlation, String stage) implements Frame {}

  /// Are you there?
  record Ping(int load, ClockReading clock) implements Frame {}

  /// I am.
  record Pong(int load, ClockReading clock) implements Frame {}

  /// A question of one node's directory to another's.
  record Ask(long number, byte[] body) implements Frame {}

  /// Its answer; if it failed, the body is a text.
  record Answer(long number, boolean failed, byte[] body) implements Frame {}

  /// One side of a measurement of the distance between two clocks, all in µs of monotonic clocks.
  ///
  /// @param sentMicros when this frame was written, on the writer's clock
  /// @param echoMicros what the frame that this one answers carried as `sentMicros`; 0 if none
  /// @param receivedMicros when that frame was read, on the writer's clock; 0 if none
  record ClockReading(long sentMicros, long echoMicros, long receivedMicros) {}
}
