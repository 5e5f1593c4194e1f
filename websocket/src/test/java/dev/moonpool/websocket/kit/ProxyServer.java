package dev.moonpool.websocket.kit;

import dev.moonpool.foundation.Providers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy for tests, which speaks HTTP CONNECT and SOCKS5 on one port.
///
/// Whatever is asked for, it leads to one server; so names need not be known.
public final class ProxyServer {
  private final Providers providers;
  private final InetSocketAddress target;
  private final String user;
  private final String password;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Channel listening;

  private ProxyServer(Providers providers, InetSocketAddress target, String user, String password) {
    this.providers = providers;
    this.target = target;
    this.user = user;
    this.password = password;
  }

  /// Listens on the loopback, and returns when it does.
  ///
  /// @param target where everything leads
  /// @param user who is let through; empty for everybody
  public static ProxyServer listen(
      Providers providers, InetSocketAddress target, String user, String password)
      throws Exception {
    ProxyServer proxy = new ProxyServer(providers, target, user, password);
    CompletableFuture<Channel> bound = new CompletableFuture<>();
    providers
        .network()
        .server()
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(proxy.new Guest());
              }
            })
        .bind(new InetSocketAddress("127.0.0.1", 0))
        .addListener(
            (ChannelFuture future) -> {
              if (future.isSuccess()) {
                bound.complete(future.channel());
              } else {
                bound.completeExceptionally(future.cause());
              }
            });
    proxy.listening = bound.get();
    return proxy;
  }

  /// The port it listens on.
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /// What was asked for, as `http host:port` or `socks host:port`.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /// Stops listening.
  public void close() {
    listening.close();
  }

  /// One who asks, and then is led on.
  private final class Guest extends ChannelInboundHandlerAdapter {
    private final StringBuilder head = new StringBuilder();
    private ByteBuf seen = Unpooled.buffer();
    private boolean greeted;
    private boolean known = user.isEmpty();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      seen.writeBytes(bytes);
      bytes.release();
      if (seen.isReadable() && (seen.getByte(0) == 5 || greeted)) {
        socks(context);
      } else {
        http(context);
      }
    }

    private void http(ChannelHandlerContext context) {
      head.append(seen.toString(StandardCharsets.ISO_8859_1));
      seen.clear();
      if (head.indexOf("\r\n\r\n") < 0) {
        return;
      }
      String[] lines = head.toString().split("\r\n");
      for (String line : lines) {
        String name = "proxy-authorization: basic ";
        if (line.toLowerCase(Locale.ROOT).startsWith(name)) {
          byte[] given = Base64.getDecoder().decode(line.substring(name.length()));
          known |= new String(given, StandardCharsets.UTF_8).equals(user + ":" + password);
        }
      }
      if (!known) {
        say(context, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      asked.add("http " + lines[0].split(" ")[1]);
      byte[] answer = "HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      lead(context, Unpooled.wrappedBuffer(answer));
    }

    private void socks(ChannelHandlerContext context) {
      if (!greeted) {
        greeted = true;
        seen.clear();
        say(context, known ? "\5\0" : "\5\2");
      } else if (!known) {
        seen.skipBytes(1);
        String givenUser = text();
        known = givenUser.equals(user) && text().equals(password);
        seen.clear();
        say(context, known ? "\1\0" : "\1\1");
      } else {
        seen.skipBytes(4);
        asked.add("socks " + text() + ":" + seen.readUnsignedShort());
        lead(context, Unpooled.wrappedBuffer(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 1}));
      }
    }

    private String text() {
      int length = seen.readUnsignedByte();
      return seen.readCharSequence(length, StandardCharsets.US_ASCII).toString();
    }

    private static void say(ChannelHandlerContext context, String text) {
      context.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private void lead(ChannelHandlerContext context, ByteBuf answer) {
      seen.release();
      seen = Unpooled.EMPTY_BUFFER;
      Channel near = context.channel();
      near.config().setAutoRead(false);
      providers
          .network()
          .client()
          .handler(
              new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel far) {
                  far.pipeline().addLast(new Relay(near));
                }
              })
          .connect(target)
          .addListener(
              (ChannelFuture future) -> {
                if (!future.isSuccess()) {
                  near.close();
                  return;
                }
                near.pipeline().replace(this, "relay", new Relay(future.channel()));
                near.writeAndFlush(answer);
                near.config().setAutoRead(true);
              });
    }
  }

  /// Hands on what comes.
  private static final class Relay extends ChannelInboundHandlerAdapter {
    private final Channel other;

    Relay(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      other.writeAndFlush(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      other.close();
    }
  }
}
