package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.ProtocolHandler.ClosePolicy;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All decisions about one connection, and nothing else: events come in with the time at which they
/// happen, what is to be done comes out of [#takeActions].
///
/// # How a connection becomes ready
///
/// Dial; what the handler sends first; authentication, if there is any; then every wanted topic in
/// paced batches; then the epoch is counted up and `Connected` is told. All on one socket. Until
/// then requests wait in their queue, within their own time. A topic that the server refuses for
/// now, or does not answer soon, is left out of this and restored later.
///
/// # How it survives
///
/// Whatever makes a socket useless ends in [#lost], once for each attempt: what was sent fails,
/// what waits goes on waiting, topics are wanted again, and after a delay the next attempt begins –
/// not before the old socket is gone. [RetryPacer] counts the attempts.
///
/// # What is stale
///
/// Every event that a socket causes carries the number of its attempt; one that is not the current
/// attempt's changes nothing.
///
/// Confined to the connection's event loop.
final class Session<M> implements Side {
  private final ConnectionConfig config;
  private ProtocolHandler<M> handler;
  private final RequestIds ids;
  private final RetryPacer retries;
  private final ConnectionStream stream;
  private final Counters counters;
  private final Capacity queuePlaces;
  private final PendingTable<M> pending;
  private final TopicTable topics;
  private Inbox<M> inbox;
  private final Heartbeat heartbeat;
  private final TopicPacer<M> pacer;
  private final SocketTimers timers;
  private final Redial redial = new Redial();

  // Two lists take turns: what was taken is done while more is decided.
  private List<Action<M>> actions = new ArrayList<>();
  private List<Action<M>> taken = new ArrayList<>();

  private final Life life = new Life();
  private final Overlap<M> overlap;
  private long attempts;
  private long attempt;
  private boolean writable;
  private @Nullable DisconnectReason closing;

  /// @param queuePlaces how many commands may wait to be written
  Session(
      ConnectionConfig config,
      ProtocolHandler<M> handler,
      RequestIds ids,
      Randomness jitter,
      ConnectionStream stream,
      Capacity queuePlaces,
      Counters counters) {
    this.config = config;
    this.handler = handler;
    this.ids = ids;
    this.retries = new RetryPacer(config.backoff(), jitter);
    this.stream = stream;
    this.counters = counters;
    this.queuePlaces = queuePlaces;
    this.pending = new PendingTable<>(queuePlaces);
    this.topics = new TopicTable(config, retries::topicDelay, !handler.tellsLateAnswers(), stream);
    this.inbox = newInbox(this, handler);
    this.overlap = new Overlap<>(this, config, topics, pending, stream, jitter);
    this.heartbeat = new Heartbeat(config.pingInterval(), config.pongTimeout());
    this.pacer = new TopicPacer<>(config, handler, ids, topics);
    this.timers = new SocketTimers(config.writeTimeout().toNanos());
  }

  // ---- what anyone may read

  @Override
  public ConnectionState state() {
    return life.state();
  }

  ConnectionEpoch epoch() {
    return life.epoch();
  }

  /// Completes when it is ready or ends; another one after each loss, made before the loss is told.
  CompletableFuture<ConnectionState> whenReady() {
    return life.whenReady();
  }

  Optional<Throwable> lastFailure() {
    return retries.lastFailure();
  }

  // ---- what comes out

  /// What is to be done, in order; it is not told again. Valid until the next call.
  List<Action<M>> takeActions() {
    List<Action<M>> next = actions;
    actions = taken;
    actions.clear();
    taken = next;
    return next;
  }

  /// Whether there is anything to be done.
  boolean hasActions() {
    return !actions.isEmpty();
  }

  /// When [#tick] is due.
  long nextDeadlineNanos() {
    long next = Math.min(timers.nextNanos(), redial.nextNanos());
    next = Math.min(next, Math.min(heartbeat.nextDeadlineNanos(), pacer.nextExpiryNanos()));
    next = Math.min(next, Math.min(pending.nextDeadlineNanos(), overlap.nextNanos()));
    return state().mayAsk() ? Math.min(next, pacer.nextAskNanos()) : next;
  }

  // ---- the life of a socket

  /// Begins with the first attempt.
  void start(long nowNanos) {
    dial(nowNanos);
  }

  /// The socket is there and upgraded.
  void upgraded(long of, Optional<String> credentials, long nowNanos) {
    if (isStale(of) || state() != ConnectionState.CONNECTING) {
      overlap.upgraded(of, credentials, nowNanos);
      return;
    }
    timers.connected();
    writable = true;
    become(ConnectionState.CONNECTED, "upgraded");
    heartbeat.start(nowNanos);
    pacer.connected();
    handler.connecting();
    handler.onConnect().forEach(this::write);
    Optional<WsMessage> auth =
        config.authOnConnect() ? handler.authMessage(credentials) : Optional.empty();
    if (auth.isPresent()) {
      become(ConnectionState.AUTHENTICATING, "the server is asked whether it knows us");
      timers.authBy(nowNanos + config.requestTimeout().toNanos());
      write(auth.get());
    } else {
      restore(nowNanos);
    }
  }

  /// The attempt came to nothing; there is no socket.
  ///
  /// @param wish how long the server wants to be left alone
  void failed(long of, Throwable cause, Optional<Duration> wish, long nowNanos) {
    if (of != attempt) {
      overlap.gone(of, cause, nowNanos);
      return;
    }
    redial.socketGone();
    if (state() == ConnectionState.CLOSING) {
      finish();
    } else if (state() == ConnectionState.CONNECTING) {
      boolean fatal = cause instanceof WsException.Auth auth && auth.isFatal();
      lost(Loss.of(cause, fatal ? ClosePolicy.STOP : ClosePolicy.RECONNECT, wish), nowNanos);
    } else {
      dialIfDue(nowNanos);
    }
  }

  /// The socket of an upgraded attempt is gone.
  void gone(long of, String why, long nowNanos) {
    if (of != attempt) {
      overlap.gone(of, DisconnectReason.lost(why).error(null), nowNanos);
      return;
    }
    redial.socketGone();
    if (state() == ConnectionState.CLOSING) {
      finish();
    } else if (state().isOpen()) {
      lost(Loss.of(DisconnectReason.lost(why)), nowNanos);
    } else {
      dialIfDue(nowNanos);
    }
  }

  /// The other end has sent a close frame; whoever owns the socket answers and ends it.
  void closedByPeer(long of, int code, String reason, long nowNanos) {
    ClosePolicy policy = config.closePolicies().policy(code, reason, handler);
    ending(of, new DisconnectReason(code, reason), policy, nowNanos);
  }

  /// The other end has broken the protocol; whoever owns the socket closes it with this code.
  void violated(long of, int code, String what, long nowNanos) {
    ending(of, new DisconnectReason(code, what), ClosePolicy.RECONNECT, nowNanos);
  }

  private void ending(long of, DisconnectReason reason, ClosePolicy policy, long nowNanos) {
    overlap.failed(of, reason.error(null), nowNanos);
    if (!isStale(of) && state().isOpen()) {
      redial.closing(nowNanos);
      lost(Loss.of(reason, policy), nowNanos);
    }
  }

  /// Bytes have arrived.
  void heard(long of) {
    if (!isStale(of)) {
      heartbeat.heard();
    }
  }

  /// A message has arrived.
  void received(long of, WsMessage message, long nowNanos) {
    if (isStale(of)) {
      overlap.received(of, message, nowNanos);
    } else if (state().isOpen()) {
      inbox.receive(message, nowNanos);
      serveTopics(nowNanos);
    }
  }

  void pingWritten(long of, long nowNanos) {
    if (!isStale(of)) {
      heartbeat.pingWritten(nowNanos);
      if (writable) {
        timers.flowing();
      }
    }
  }

  /// The socket takes more, or no more for now.
  void writabilityChanged(long of, boolean now, long nowNanos) {
    if (isStale(of)) {
      overlap.writabilityChanged(of, now);
      return;
    }
    writable = now;
    if (now) {
      timers.flowing();
      sendQueued();
    } else {
      timers.stalled(nowNanos);
    }
  }

  /// The pong that [Action.Mark] has asked for has come.
  void passed(long of, long nowNanos) {
    if (!isStale(of)) {
      overlap.passed(nowNanos);
    }
  }

  // ---- what users want

  /// Sends it now, or lets it wait.
  void submit(Outgoing<M> outgoing) {
    if (state().isEnding()) {
      outgoing.fail(closingReason()::error);
    } else if (state() != ConnectionState.READY && config.failFast()) {
      outgoing.fail(
          outcome -> new WsException.ConnectionClosed(1006, "not ready: " + state(), outcome));
    } else if (state() == ConnectionState.READY && writable && !pending.hasQueued()) {
      if (outgoing.trySend()) {
        pending.watch(outgoing);
        send(outgoing);
      }
    } else {
      pending.enqueue(outgoing);
    }
  }

  /// Sends a message of which nobody will hear again now, or lets it wait. It has a place, which is
  /// given back.
  void tell(WsMessage message, long nowNanos) {
    if (state() == ConnectionState.READY && writable && !pending.hasQueued()) {
      queuePlaces.giveBack();
      write(message);
    } else {
      Duration timeout = config.requestTimeout();
      submit(Outgoing.unnamed(message, timeout, nowNanos, queuePlaces));
    }
  }

  /// It was ended by its caller.
  void forget(Outgoing<M> outgoing) {
    pending.forget(outgoing);
  }

  void subscribe(SubscribeCall call, long nowNanos) {
    topics.subscribe(call);
    if (state().isEnding()) {
      topics.close(closingReason().error(null));
      return;
    }
    topicsChanged();
    serveTopics(nowNanos);
  }

  void release(Subscriber left, long nowNanos) {
    topics.release(left);
    topicsChanged();
    serveTopics(nowNanos);
  }

  /// Ends all subscriptions to the topic.
  void unsubscribe(Topic topic, long nowNanos) {
    topics.unsubscribe(topic);
    topicsChanged();
    serveTopics(nowNanos);
  }

  /// Ends the socket and connects again: without delay for a user, at the pace of [RetryPacer] for
  /// a server.
  @Override
  public void reconnect(String reason, Loss.Trigger trigger, long nowNanos) {
    if (state().isOpen()) {
      closeOld(reason, nowNanos);
      lost(Loss.requested(new DisconnectReason(1000, reason), trigger), nowNanos);
    }
    if (trigger == Loss.Trigger.USER && state() == ConnectionState.RECONNECTING) {
      redial.at(nowNanos);
      dialIfDue(nowNanos);
    }
  }

  /// Replaces the socket while it goes on serving, if the connection is ready.
  void renew(String reason, long nowNanos) {
    if (state() == ConnectionState.READY) {
      overlap.want(reason, nowNanos);
    }
  }

  /// Ends the connection for good.
  ///
  /// @param within how long the other end may take to answer the close
  void shutdown(DisconnectReason reason, Duration within, long nowNanos) {
    if (state().isEnding()) {
      return;
    }
    boolean open = state().isOpen();
    if (state() == ConnectionState.READY) {
      stream.emit(new Event.Disconnected(life.epoch(), reason));
    }
    end(reason, reason::error);
    if (!redial.socketExists()) {
      finish();
      return;
    }
    actions.add(
        open
            ? new Action.Close<>(attempt, reason.code(), reason.text())
            : new Action.Drop<>(attempt));
    timers.closeBy(nowNanos + within.toNanos());
  }

  // ---- time

  /// Does what is due.
  ///
  /// @param unwritten falls by each byte that the other end takes
  void tick(long unwritten, long nowNanos) {
    pending.expire(nowNanos);
    pacer.expireIfDue(nowNanos);
    if (timers.isConnectOver(nowNanos)) {
      giveUpSocket("not connected within " + DurationText.of(config.connectTimeout()), nowNanos);
    } else if (timers.isAuthOver(nowNanos)) {
      authRefused("no answer within " + DurationText.of(config.requestTimeout()), false, nowNanos);
    } else if (heartbeat.isDead(nowNanos)) {
      Coverage.reached("websocket.pong-missed");
      giveUpSocket(
          "no sign of life for " + DurationText.of(config.pongTimeout()) + " after a ping",
          nowNanos);
    } else if (timers.isStalledAndDecide(unwritten, nowNanos)) {
      Coverage.reached("websocket.write-timeout");
      giveUpSocket(
          "the other end took nothing for " + DurationText.of(config.writeTimeout()), nowNanos);
    } else if (timers.isCloseOver(nowNanos)) {
      Coverage.reached("websocket.close-unanswered");
      actions.add(new Action.Drop<>(attempt));
      finish();
    }
    if (state().isOpen() && heartbeat.isPingDueAndDecide(nowNanos)) {
      actions.add(Action.ping(config.pingMode(), handler, attempt));
      timers.stalled(nowNanos); // until it is written
    }
    dialIfDue(nowNanos);
    serveTopics(nowNanos);
    overlap.advance(nowNanos);
  }

  // ---- the sockets beside this one

  ProtocolHandler<M> handler() {
    return handler;
  }

  long nextAttempt() {
    return ++attempts;
  }

  void act(Action<M> action) {
    actions.add(action);
  }

  Inbox<M> newInbox(Side side, ProtocolHandler<M> understands) {
    return new Inbox<>(side, understands, pending, topics, stream, counters);
  }

  /// Serves on another socket from now on.
  void promote(Renewal<M> next, String reason, long nowNanos) {
    stopSocketTimers();
    attempt = next.attempt();
    handler = next.handler();
    inbox = newInbox(this, handler);
    heartbeat.start(nowNanos);
    topics.moved(next.held(), !handler.acknowledgesSubscriptions(), life.nextEpoch());
    pacer.moved(handler);
    stream.emit(new Event.Renewed(life.epoch(), reason));
    serveTopics(nowNanos);
    writabilityChanged(attempt, next.isWritable(), nowNanos);
  }

  // ---- what the inbox finds

  @Override
  public void authAccepted(long nowNanos) {
    timers.authenticated();
    become(ConnectionState.CONNECTED, "authenticated");
    restore(nowNanos);
  }

  @Override
  public void authRefused(String message, boolean fatal, long nowNanos) {
    closeOld("not authenticated", nowNanos);
    WsException.Auth cause = new WsException.Auth(message, fatal);
    ClosePolicy policy = fatal ? ClosePolicy.STOP : ClosePolicy.RECONNECT;
    lost(Loss.of(cause, policy, Optional.empty()), nowNanos);
  }

  @Override
  public ConnectionEpoch epochToBe() {
    return life.epochToBe();
  }

  /// Names what the handler sends of its own accord.
  @Override
  public RequestIds ids() {
    return ids;
  }

  @Override
  public void write(WsMessage message) {
    actions.add(new Action.Write<>(attempt, message, null));
  }

  @Override
  public void topicsChanged() {
    pacer.changed();
  }

  @Override
  public long attempt() {
    return attempt;
  }

  @Override
  public TopicView topics() {
    return topics;
  }

  // ---- inside

  private void dial(long nowNanos) {
    redial.dialled();
    attempt = nextAttempt();
    timers.connectBy(nowNanos + config.connectTimeout().toNanos());
    become(ConnectionState.CONNECTING, "an attempt begins");
    actions.add(new Action.Dial<>(attempt));
  }

  private void dialIfDue(long nowNanos) {
    if (state() != ConnectionState.RECONNECTING || redial.nextNanos() > nowNanos) {
      return;
    }
    if (!redial.socketExists()) {
      counters.reconnects.increment();
      dial(nowNanos);
    } else {
      Coverage.reached("websocket.old-socket-in-the-way");
      redial.dropAsked();
      actions.add(new Action.Drop<>(attempt));
    }
  }

  private void restore(long nowNanos) {
    topics.restore();
    topicsChanged();
    serveTopics(nowNanos);
  }

  /// Tells the server who left and asks it for what is wanted, at its pace; becomes ready when all
  /// is restored.
  private void serveTopics(long nowNanos) {
    if (!state().mayAsk()) {
      return;
    }
    pacer.serve(nowNanos).forEach(this::write);
    if (state() == ConnectionState.CONNECTED && !topics.isRestoring()) {
      ready(nowNanos);
    }
  }

  private void ready(long nowNanos) {
    ConnectionEpoch epoch = life.nextEpoch();
    retries.ready(nowNanos);
    become(ConnectionState.READY, "topics are restored");
    topics.resumed(epoch);
    stream.emit(new Event.Connected(epoch));
    topics.tellUnanswered(nowNanos);
    life.tell();
    overlap.serves(nowNanos);
    sendQueued();
  }

  private void sendQueued() {
    while (state() == ConnectionState.READY && writable) {
      Outgoing<M> next = pending.nextToSend();
      if (next == null) {
        return;
      }
      send(next);
    }
  }

  private void send(Outgoing<M> outgoing) {
    pending.awaitReply(outgoing, attempt);
    actions.add(new Action.Write<>(attempt, outgoing.message(), outgoing));
  }

  private void closeOld(String reason, long nowNanos) {
    redial.closing(nowNanos);
    actions.add(new Action.Close<>(attempt, 1000, reason));
  }

  private void giveUpSocket(String why, long nowNanos) {
    actions.add(new Action.Drop<>(attempt));
    lost(Loss.of(DisconnectReason.lost(why)), nowNanos);
  }

  private void lost(Loss loss, long nowNanos) {
    boolean wasReady = state() == ConnectionState.READY;
    retries.lost(loss.cause(), wasReady, nowNanos);
    stopSocketTimers();
    overlap.abandon();
    DisconnectReason reason = loss.reason();
    pending.failSent(attempt, reason::error);
    topics.disconnected();
    topicsChanged();
    if (loss.policy() == ClosePolicy.STOP) {
      told(loss, wasReady, Duration.ZERO);
      endAndFinish(reason, outcome -> loss.error(outcome));
    } else if (loss.trigger() == Loss.Trigger.FAILURE && retries.isOver()) {
      int made = retries.failures();
      told(loss, wasReady, Duration.ZERO);
      endAndFinish(
          DisconnectReason.lost("gave up after " + made + " attempts; the last: " + reason),
          outcome -> new WsException.MaxReconnectAttempts(made, outcome));
    } else {
      Duration delay = retries.delayAfter(loss);
      redial.at(nowNanos + delay.toNanos());
      become(ConnectionState.RECONNECTING, reason);
      told(loss, wasReady, delay);
    }
  }

  private void told(Loss loss, boolean wasReady, Duration delay) {
    stream.emit(
        wasReady
            ? new Event.Disconnected(life.epoch(), loss.reason())
            : new Event.AttemptFailed(attempt, loss.cause(), delay));
  }

  private void stopSocketTimers() {
    heartbeat.stop();
    writable = false;
    timers.stop();
  }

  /// The end, once the socket is gone: both sides have said goodbye and the server closes it first,
  /// or it is dropped.
  private void endAndFinish(DisconnectReason reason, Function<Outcome, WsException> why) {
    OptionalLong closing = redial.closingUntilNanos();
    if (closing.isEmpty() && redial.socketExists()) {
      actions.add(new Action.Drop<>(attempt));
    }
    end(reason, why);
    if (closing.isPresent()) {
      timers.closeBy(closing.getAsLong());
    } else {
      finish();
    }
  }

  /// Fails all that waits; nothing is sent any more.
  private void end(DisconnectReason reason, Function<Outcome, WsException> why) {
    stopSocketTimers();
    overlap.end();
    redial.never();
    closing = reason;
    become(ConnectionState.CLOSING, reason);
    pending.failSent(why);
    pending.failQueued(why);
    topics.close(why.apply(Outcome.NOT_SENT));
    topicsChanged();
  }

  private void finish() {
    timers.closed();
    become(ConnectionState.CLOSED, closingReason());
    stream.close(closingReason());
    life.tell();
    actions.add(new Action.Terminated<>());
  }

  /// Why it has ended, or ends.
  DisconnectReason closingReason() {
    return closing == null ? DisconnectReason.lost("closed") : closing;
  }

  private boolean isStale(long of) {
    return of != attempt || state().isEnding();
  }

  private void become(ConnectionState next, Object why) {
    life.become(attempt, next, why);
  }
}
