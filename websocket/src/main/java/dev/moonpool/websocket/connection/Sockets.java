package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Invariant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sockets of one connection that are not gone: the newest one, and those before it. Confined
/// to the event loop.
final class Sockets<M> {
  /// One that serves, one that was replaced, and two replacements of which one is given up.
  private static final int MAX = 4;

  private @Nullable Socket<M> newest;
  private final List<Socket<M>> others = new ArrayList<>();

  void dial(Socket<M> next) {
    Socket<M> before = newest;
    others.removeIf(Socket::isGone);
    if (before != null && !before.isGone()) {
      others.add(before);
    }
    Invariant.check(others.size() < MAX, "a connection has few sockets at a time");
    newest = next;
    next.dial();
  }

  /// The socket of this attempt; null if there is none.
  @Nullable Socket<M> find(long attempt) {
    Socket<M> first = newest;
    if (first != null && first.attempt() == attempt) {
      return first;
    }
    for (Socket<M> other : others) {
      if (other.attempt() == attempt) {
        return other;
      }
    }
    return null;
  }

  /// The socket of this attempt, which is there.
  Socket<M> of(long attempt) {
    Socket<M> found = find(attempt);
    if (found == null) {
      throw new IllegalStateException("attempt " + attempt + " has no socket");
    }
    return found;
  }

  /// Sends what was written to each of them.
  void flush() {
    Socket<M> first = newest;
    if (first != null) {
      first.flush();
    }
    for (int i = 0; i < others.size(); i++) {
      others.get(i).flush();
    }
  }
}
