package dev.moonpool.websocket.kit;

import dev.moonpool.foundation.Providers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/// A server whose answers to HTTP requests are written out byte by byte, as a [Script] says.
///
/// Runs on the network it is given, real or simulated.
public final class AnswerServer implements AutoCloseable {
  private final Script script;
  private final List<String> requests = new ArrayList<>();
  private Channel listening;

  private AnswerServer(Script script) {
    this.script = script;
  }

  /// What a server does when the head of a request is there. Runs on an event loop.
  public interface Script {
    /// Answers, or not.
    void answer(Visitor visitor);
  }

  /// Listens, and returns when it does.
  ///
  /// @param tls what makes a handler for TLS for each socket; empty for none
  public static AnswerServer listen(
      Providers providers,
      InetSocketAddress address,
      Optional<Supplier<ChannelHandler>> tls,
      Script script)
      throws InterruptedException, ExecutionException {
    AnswerServer server = new AnswerServer(script);
    CompletableFuture<Channel> bound = new CompletableFuture<>();
    providers
        .network()
        .server()
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                tls.ifPresent(made -> channel.pipeline().addLast(made.get()));
                channel.pipeline().addLast(server.new Door());
              }
            })
        .bind(address)
        .addListener(
            (ChannelFuture future) -> {
              if (future.isSuccess()) {
                bound.complete(future.channel());
              } else {
                bound.completeExceptionally(future.cause());
              }
            });
    server.listening = bound.get();
    return server;
  }

  /// Listens on any port of the loopback, without TLS.
  public static AnswerServer listen(Providers providers, Script script)
      throws InterruptedException, ExecutionException {
    return listen(providers, new InetSocketAddress("127.0.0.1", 0), Optional.empty(), script);
  }

  /// The port it listens on.
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /// The heads of all requests so far, in their order.
  public List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  @Override
  public void close() {
    listening.close();
  }

  /// One request.
  public static final class Visitor {
    private final ChannelHandlerContext context;
    private final String head;
    private final int number;

    private Visitor(ChannelHandlerContext context, String head, int number) {
      this.context = context;
      this.head = head;
      this.number = number;
    }

    /// Which request of this server it is, from 1 on.
    public int number() {
      return number;
    }

    /// The head of the request.
    public String head() {
      return head;
    }

    /// The value of a field of the request; empty if it is not there.
    public String field(String name) {
      String begin = name.toLowerCase(Locale.ROOT) + ":";
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
          .map(line -> line.substring(begin.length()).strip())
          .findFirst()
          .orElse("");
    }

    /// Says this, each character as one byte.
    public Visitor say(String text) {
      context.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
      return this;
    }

    /// Says a head: these lines and the empty one behind them.
    public Visitor head(String... lines) {
      return say(String.join("\r\n", lines) + "\r\n\r\n");
    }

    /// Upgrades, with these fields beside those that it needs.
    public Visitor upgrade(String... fields) {
      List<String> lines = new ArrayList<>();
      lines.add("HTTP/1.1 101 Switching Protocols");
      lines.add("Upgrade: websocket");
      lines.add("Connection: Upgrade");
      lines.add("Sec-WebSocket-Accept: " + accept(field("Sec-WebSocket-Key")));
      lines.addAll(List.of(fields));
      return head(lines.toArray(String[]::new));
    }

    /// Sends a short text message.
    public Visitor text(String text) {
      return say("\u0081" + (char) text.length() + text);
    }

    /// Ends the socket once all is said.
    public void close() {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> context.close());
    }

    private static String accept(String key) {
      try {
        byte[] text =
            (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-1", e);
      }
    }
  }

  /// Reads the head of one request; what follows is not looked at.
  private final class Door extends ChannelInboundHandlerAdapter {
    private final StringBuilder seen = new StringBuilder();
    private boolean asked;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      if (!asked) {
        seen.append(bytes.toString(StandardCharsets.ISO_8859_1));
      }
      bytes.release();
      int end = seen.indexOf("\r\n\r\n");
      if (asked || end < 0) {
        return;
      }
      asked = true;
      String head = seen.substring(0, end);
      int number;
      synchronized (requests) {
        requests.add(head);
        number = requests.size();
      }
      script.answer(new Visitor(context, head, number));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // a client that has gone, or that does not trust this server
    }
  }
}
