package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.ArrayList;
import java.util.List;

/// Decides when the server is told who left and asked for what is wanted: in batches, with a pause
/// after each, so that a server which limits rates does not ban who comes back with many topics.
///
/// Confined to the owner.
final class TopicPacer<M> {
  private final ConnectionConfig config;
  private ProtocolHandler<M> handler;
  private final RequestIds ids;
  private final TopicTable topics;

  /// When the table wants to be served next.
  private long nextAskNanos = Long.MAX_VALUE;

  /// Before this the pause after the last batch is not over.
  private long paceNanos = Long.MIN_VALUE;

  /// When an answer or a caller's patience is over.
  private long nextExpiryNanos = Long.MAX_VALUE;

  TopicPacer(
      ConnectionConfig config, ProtocolHandler<M> handler, RequestIds ids, TopicTable topics) {
    this.config = config;
    this.handler = handler;
    this.ids = ids;
    this.topics = topics;
  }

  /// A new socket is there: its server has seen no batch yet.
  void connected() {
    paceNanos = Long.MIN_VALUE;
  }

  /// Another socket serves, whose handler this is; its server has seen batches.
  void moved(ProtocolHandler<M> next) {
    handler = next;
    changed();
  }

  /// The table has changed: its deadlines are looked at anew.
  void changed() {
    nextAskNanos = topics.nextAskNanos();
    nextExpiryNanos = topics.nextExpiryNanos();
  }

  /// When [#serve] is due, if the server may be asked.
  long nextAskNanos() {
    return nextAskNanos;
  }

  /// When [#expireIfDue] is due.
  long nextExpiryNanos() {
    return nextExpiryNanos;
  }

  /// What to write now, which is then taken as written: who left first, and one batch of what is
  /// wanted if the pause is over.
  List<WsMessage> serve(long nowNanos) {
    if (nextAskNanos > nowNanos) {
      return List.of();
    }
    List<WsMessage> messages = new ArrayList<>();
    List<Topic> leaving = topics.takeLeaving();
    if (!leaving.isEmpty()) {
      messages.addAll(handler.unsubscribe(leaving, ids));
    }
    if (paceNanos <= nowNanos) {
      messages.addAll(ask(nowNanos));
    }
    changed();
    nextAskNanos = Math.max(nextAskNanos, paceNanos);
    return messages;
  }

  /// Ends what was not answered in time.
  void expireIfDue(long nowNanos) {
    if (nextExpiryNanos <= nowNanos) {
      topics.expire(nowNanos);
      changed();
    }
  }

  private List<WsMessage> ask(long nowNanos) {
    List<Topic> wanted = topics.takeWanted(config.resubscribeBatch(), nowNanos);
    if (wanted.isEmpty()) {
      return List.of();
    }
    paceNanos = nowNanos + config.resubscribePause().toNanos();
    List<WsMessage> messages = subscribe(wanted, nowNanos);
    if (!handler.acknowledgesSubscriptions()) {
      wanted.forEach(topics::accepted);
    }
    return messages;
  }

  /// A topic that the handler cannot ask for is refused, and takes no other with it.
  private List<WsMessage> subscribe(List<Topic> wanted, long nowNanos) {
    try {
      return handler.subscribe(wanted, ids);
    } catch (RuntimeException e) {
      if (wanted.size() == 1) {
        topics.refused(wanted.getFirst(), "the handler cannot ask for it: " + e, true, nowNanos);
        return List.of();
      }
      List<WsMessage> messages = new ArrayList<>();
      wanted.forEach(topic -> messages.addAll(subscribe(List.of(topic), nowNanos)));
      return messages;
    }
  }
}
