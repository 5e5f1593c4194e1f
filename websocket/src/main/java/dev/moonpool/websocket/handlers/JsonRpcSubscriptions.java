package dev.moonpool.websocket.handlers;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.websocket.protocol.ProtocolHandler.Parts;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How the server of one socket calls our subscriptions. Confined to the connection's event loop.
///
/// A topic is asked for by a call, whose answer is the name under which notifications come. They
/// may come before it: then they are kept, a bounded number of them, until all answers are there. A
/// topic that is left before its answer has come is an orphan when it comes, and must be
/// unsubscribed from by the name in it.
final class JsonRpcSubscriptions {
  private static final int KEPT_MAX = 256;
  private static final int IDS_MAX = 1_024;

  private final Map<RequestId, Topic> asked = new LinkedHashMap<>();
  private final Map<RequestId, Topic> leftUnanswered = new LinkedHashMap<>();
  private final Map<String, Topic> topics = new LinkedHashMap<>();
  private final Map<Topic, JsonNode> names = new LinkedHashMap<>();
  private final Set<RequestId> own = new LinkedHashSet<>();
  private final List<Kept> kept = new ArrayList<>();
  private final List<Named> orphans = new ArrayList<>();

  /// Another socket, whose server knows nothing of these.
  void clear() {
    asked.clear();
    leftUnanswered.clear();
    topics.clear();
    names.clear();
    own.clear();
    kept.clear();
    orphans.clear();
  }

  // ---- asking

  void asked(RequestId id, Topic topic) {
    asked.put(id, topic);
  }

  boolean isAsking() {
    return !asked.isEmpty() || !leftUnanswered.isEmpty();
  }

  /// The server accepts and calls it so.
  ///
  /// @return which topic it is; empty if nobody asks any more
  Optional<Topic> named(RequestId id, JsonNode name) {
    Topic topic = asked.remove(id);
    if (topic != null) {
      topics.put(name.asString(), topic);
      names.put(topic, name);
      return Optional.of(topic);
    }
    Topic left = leftUnanswered.remove(id);
    if (left != null) {
      Coverage.reached("websocket.orphan-subscription");
      orphans.add(new Named(left, name));
      ask(id);
    }
    return Optional.empty();
  }

  /// The server refuses.
  ///
  /// @return which topic it is; empty if nobody asks any more
  Optional<Topic> refused(RequestId id) {
    if (leftUnanswered.remove(id) != null) {
      ask(id);
    }
    return Optional.ofNullable(asked.remove(id));
  }

  // ---- leaving

  /// Nobody wants the topic any more.
  ///
  /// @return how the server calls it; empty if it has not said so yet
  Optional<JsonNode> left(Topic topic) {
    JsonNode name = names.remove(topic);
    if (name != null) {
      topics.remove(name.asString());
      return Optional.of(name);
    }
    for (Map.Entry<RequestId, Topic> entry : List.copyOf(asked.entrySet())) {
      if (entry.getValue().equals(topic)) {
        asked.remove(entry.getKey());
        if (leftUnanswered.size() == IDS_MAX) {
          leftUnanswered.remove(leftUnanswered.keySet().iterator().next());
        }
        leftUnanswered.put(entry.getKey(), topic);
      }
    }
    return Optional.empty();
  }

  /// What the server calls subscriptions that nobody wants any more; not told again.
  List<Named> takeOrphans() {
    if (orphans.isEmpty()) {
      return List.of();
    }
    List<Named> taken = List.copyOf(orphans);
    orphans.clear();
    return taken;
  }

  /// This request is the handler's own: its answer is for no caller.
  void ask(RequestId id) {
    if (own.size() == IDS_MAX) {
      own.remove(own.iterator().next()); // an answer so late will match nothing
    }
    own.add(id);
  }

  boolean isOwn(RequestId id) {
    return own.contains(id);
  }

  // ---- notifications

  /// Which topic is called so.
  Optional<Topic> topic(String name) {
    return Optional.ofNullable(topics.get(name));
  }

  /// Keeps what comes under a name that may be in an answer which has not come yet.
  boolean keepsBack(String name, WsMessage raw, JsonNode message) {
    boolean mayBeAsked = !asked.isEmpty() && !name.isEmpty() && !topics.containsKey(name);
    if (!mayBeAsked || kept.size() == KEPT_MAX) {
      return false;
    }
    Coverage.reached("websocket.notification-before-its-reply");
    kept.add(new Kept(raw, message));
    return true;
  }

  /// Hands over what was kept; what still has no topic is kept again.
  void releaseKept(Parts<JsonNode> parts) {
    if (kept.isEmpty()) {
      return;
    }
    List<Kept> released = List.copyOf(kept);
    kept.clear();
    released.forEach(each -> parts.part(each.raw(), each.message()));
  }

  /// A subscription of the server's.
  ///
  /// @param name how the server calls it
  record Named(Topic topic, JsonNode name) {}

  private record Kept(WsMessage raw, JsonNode message) {}
}
