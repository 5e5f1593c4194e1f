package dev.moonpool.websocket.kit;

import io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// How a [LineServer] behaves from now on; may be changed at any time from any thread.
public final class ServerRules {
  /// Whether it answers to each topic that is subscribed to.
  public volatile boolean acknowledges = true;

  /// The key that it lets in; empty for any.
  public volatile String key = "";

  /// Whether a wrong key is refused for ever.
  public volatile boolean bans;

  /// With what status it refuses to upgrade; 0 if it does not.
  public volatile int refusesWith;

  /// How long it wants to be left alone when it refuses, in seconds.
  public volatile int retryAfterSeconds;

  /// Whether it says nothing more, not even pongs.
  public volatile boolean isMute;

  /// Whether it answers a close frame.
  public volatile boolean answersClose = true;

  /// Whether it ends each socket as soon as it is upgraded.
  public volatile boolean flaps;

  /// How long it takes to answer a request.
  public volatile Duration replyDelay = Duration.ZERO;

  /// What it does not answer: requests whose text is this.
  public volatile String ignores = "";

  /// What makes a handler for TLS for each socket; empty for none.
  public volatile Optional<Supplier<ChannelHandler>> tls = Optional.empty();

  /// Whether it accepts an offer of permessage-deflate.
  public volatile boolean compresses;

  /// Whether it answers pings.
  public volatile boolean answersPings = true;

  /// After how many bytes from the client the next socket ends; it alone.
  public volatile long cutsInAfterBytes = Long.MAX_VALUE;

  /// After how many bytes to the client the next socket ends; it alone.
  public volatile long cutsOutAfterBytes = Long.MAX_VALUE;

  /// What else happens when a socket is cut.
  public volatile Runnable onCut = () -> {};

  /// Whether it misbehaves at random where the simulation lets it. Set before it listens.
  public volatile boolean isMischievous;

  private final Set<String> refusedTopics = new TreeSet<>();
  private final Set<String> unansweredTopics = new TreeSet<>();

  /// Refuses this topic from now on, or no longer.
  public synchronized void refuse(String topic, boolean refuses) {
    if (refuses) {
      refusedTopics.add(topic);
    } else {
      refusedTopics.remove(topic);
    }
  }

  synchronized boolean isRefused(String topic) {
    return refusedTopics.contains(topic);
  }

  /// Says nothing about this topic from now on, or no longer.
  public synchronized void leaveUnanswered(String topic, boolean unanswered) {
    if (unanswered) {
      unansweredTopics.add(topic);
    } else {
      unansweredTopics.remove(topic);
    }
  }

  synchronized boolean isUnanswered(String topic) {
    return unansweredTopics.contains(topic);
  }
}
