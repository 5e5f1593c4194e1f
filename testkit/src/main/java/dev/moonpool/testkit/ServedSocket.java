package dev.moonpool.testkit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Set;
import java.util.TreeSet;

/// One client's connection to a [SimWebSocketServer], from its upgrade to its end.
///
/// Used on the world's driver only. What is said to a socket that has ended is dropped.
public final class ServedSocket {
  private final Channel channel;
  private final int process;
  private final long number;
  private final String path;
  private final Set<String> topics = new TreeSet<>();
  private boolean silenced;

  ServedSocket(Channel channel, int process, long number, String path) {
    this.channel = channel;
    this.process = process;
    this.number = number;
    this.path = path;
  }

  /// The number of the socket among all sockets of its server, from 1.
  public long number() {
    return number;
  }

  /// The path and query that the client asked for, such as `/feed?key=1`.
  public String path() {
    return path;
  }

  /// Sends a text message.
  public void say(String text) {
    if (isOpen()) {
      channel.writeAndFlush(new TextWebSocketFrame(text));
    }
  }

  /// Sends a binary message.
  public void say(byte[] bytes) {
    if (isOpen()) {
      channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.copiedBuffer(bytes)));
    }
  }

  /// Adds a topic: what [SimWebSocketServer#publish] says about it goes to this socket too.
  public void subscribe(String topic) {
    topics.add(topic);
  }

  /// Removes a topic.
  public void unsubscribe(String topic) {
    topics.remove(topic);
  }

  /// The topics that were added and not removed, in alphabetical order.
  public Set<String> topics() {
    return new TreeSet<>(topics);
  }

  /// Ends the connection at once, without a close frame.
  public void drop() {
    channel.close();
  }

  /// Sends a close frame with this code and reason; the client answers it and the socket ends.
  public void close(int code, String reason) {
    if (isOpen()) {
      channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
    }
  }

  /// Tests whether the socket can still carry a message.
  public boolean isOpen() {
    return channel.isActive() && !silenced;
  }

  /// Drops what is said from now on: the socket is about to end.
  void silence() {
    silenced = true;
  }

  int process() {
    return process;
  }
}
