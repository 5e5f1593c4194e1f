package dev.moonpool.actors.call;

import dev.moonpool.actors.id.ActorId;

/// Says how far a message has come on this node, for people: what it says may be out of date when
/// it is read. Implemented by the runtime, above this package. Does not block; any thread.
public interface Stages {
  /// What a message to this actor waits for that has not begun, as in "it waited …".
  String waiting(ActorId target);

  /// What a message of this node does that has begun, as in "it was running …".
  String running(Invocation message);
}
