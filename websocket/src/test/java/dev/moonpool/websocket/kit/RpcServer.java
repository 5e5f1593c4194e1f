package dev.moonpool.websocket.kit;

import dev.moonpool.foundation.Providers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON-RPC server that names subscriptions itself, as an Ethereum node does, and misbehaves as
/// its [RpcRules] say.
///
/// It has the methods `eth_subscribe`, `eth_unsubscribe` and `echo`, and answers anything else with
/// error -32601. A notification's result holds the `topic` and `n`, which counts from 0 for each
/// subscription. Runs on the network it is given, real or simulated.
public final class RpcServer {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Providers providers;
  private final RpcRules rules;
  private final List<Visit> visits = new ArrayList<>();
  private Channel listening;
  private int named;

  private RpcServer(Providers providers, RpcRules rules) {
    this.providers = providers;
    this.rules = rules;
  }

  /// Listens, and returns when it does.
  public static RpcServer listen(Providers providers, InetSocketAddress address, RpcRules rules)
      throws Exception {
    RpcServer server = new RpcServer(providers, rules);
    CompletableFuture<Channel> bound = new CompletableFuture<>();
    providers
        .network()
        .server()
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(64 * 1024))
                    .addLast(new WebSocketServerProtocolHandler("/", null, false, 1 << 20))
                    .addLast(server.new Visit(channel));
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

  /// Says the next number to every subscription.
  public void publish() {
    visits().forEach(Visit::publish);
  }

  /// What the newest client is subscribed to, each topic as often as it is.
  public List<String> topicsOfTheNewest() {
    List<Visit> all = visits();
    return all.isEmpty() ? List.of() : all.getLast().topics();
  }

  /// Ends every socket without a close frame.
  public void breakAll() {
    visits().forEach(visit -> visit.channel.close());
  }

  /// Stops listening and ends every socket.
  public void close() throws Exception {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    listening.close().addListener(done -> closed.complete(true));
    breakAll();
    closed.get();
  }

  private List<Visit> visits() {
    synchronized (visits) {
      return List.copyOf(visits);
    }
  }

  private synchronized String name() {
    named++;
    return "0x" + Integer.toHexString(named);
  }

  /// One client's socket.
  private final class Visit extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private final Channel channel;

    /// By name; guarded by itself.
    private final Map<String, Held> subscriptions = new LinkedHashMap<>();

    Visit(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
        synchronized (visits) {
          visits.add(this);
        }
        channel
            .closeFuture()
            .addListener(
                done -> {
                  synchronized (visits) {
                    visits.remove(this);
                  }
                });
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      JsonNode message = JSON.readTree(frame.text());
      if (!message.isArray()) {
        answer(message).ifPresent(this::later);
        return;
      }
      List<ObjectNode> answers = new ArrayList<>();
      message.forEach(call -> answer(call).ifPresent(answers::addFirst));
      ArrayNode all = JSON.createArrayNode();
      answers.forEach(all::add);
      later(all);
    }

    private Optional<ObjectNode> answer(JsonNode call) {
      ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
      answer.set("id", call.path("id"));
      JsonNode first = call.path("params").path(0);
      switch (call.path("method").asString("")) {
        case "echo" -> answer.set("result", first);
        case "eth_subscribe" -> {
          String topic = first.asString();
          if (rules.refusesAndCounts(topic)) {
            answer.set("error", error(-32005, "limit exceeded"));
          } else {
            answer.put("result", subscribe(topic));
          }
        }
        case "eth_unsubscribe" -> answer.put("result", unsubscribe(first.asString()));
        default -> answer.set("error", error(-32601, "no such method"));
      }
      return call.has("id") ? Optional.of(answer) : Optional.empty();
    }

    private String subscribe(String topic) {
      String name = name();
      synchronized (subscriptions) {
        subscriptions.put(name, new Held(topic));
      }
      if (rules.tellsEarly) {
        publish(name);
      }
      return name;
    }

    private boolean unsubscribe(String name) {
      synchronized (subscriptions) {
        return subscriptions.remove(name) != null;
      }
    }

    void publish() {
      List<String> names;
      synchronized (subscriptions) {
        names = List.copyOf(subscriptions.keySet());
      }
      names.forEach(this::publish);
    }

    private void publish(String name) {
      Held held;
      synchronized (subscriptions) {
        held = subscriptions.get(name);
      }
      if (held == null) {
        return;
      }
      ObjectNode message =
          JSON.createObjectNode().put("jsonrpc", "2.0").put("method", "eth_subscription");
      ObjectNode params = message.putObject("params").put("subscription", name);
      params.putObject("result").put("topic", held.topic).put("n", held.told++);
      say(message);
    }

    List<String> topics() {
      synchronized (subscriptions) {
        return subscriptions.values().stream().map(held -> held.topic).sorted().toList();
      }
    }

    private void later(JsonNode answer) {
      Duration delay = rules.replyDelay(providers.randomness());
      if (delay.isPositive()) {
        providers.time().schedule(delay, () -> say(answer));
      } else {
        say(answer);
      }
    }

    private void say(JsonNode message) {
      channel.writeAndFlush(new TextWebSocketFrame(message.toString()));
    }

    private static ObjectNode error(int code, String words) {
      return JSON.createObjectNode().put("code", code).put("message", words);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  private static final class Held {
    private final String topic;
    private int told;

    Held(String topic) {
      this.topic = topic;
    }
  }
}
