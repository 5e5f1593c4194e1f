package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Calls;
import dev.moonpool.benchmarks.contender.Echo;
import dev.moonpool.benchmarks.contender.FanOut;
import dev.moonpool.benchmarks.websocket.JavaWebSocketEcho;
import dev.moonpool.benchmarks.websocket.JdkEcho;
import dev.moonpool.benchmarks.websocket.JdkFanOut;
import dev.moonpool.benchmarks.websocket.JdkRequests;
import dev.moonpool.benchmarks.websocket.JettyEcho;
import dev.moonpool.benchmarks.websocket.MoonpoolEcho;
import dev.moonpool.benchmarks.websocket.MoonpoolFanOut;
import dev.moonpool.benchmarks.websocket.MoonpoolRequests;
import dev.moonpool.benchmarks.websocket.MoonpoolStreamEcho;
import dev.moonpool.benchmarks.websocket.NettyFloor;
import dev.moonpool.benchmarks.websocket.OkHttpEcho;
import dev.moonpool.benchmarks.websocket.OkHttpFanOut;
import dev.moonpool.benchmarks.websocket.OkHttpRequests;
import java.net.URI;

/// Builds a WebSocket client from the name that a benchmark's parameter gives.
final class WebSocketContenders {
  private WebSocketContenders() {}

  static Echo echo(String contender, URI url) {
    return switch (contender) {
      case "moonpool" -> new MoonpoolEcho(url);
      case "moonpool-stream" -> new MoonpoolStreamEcho(url);
      case "netty" -> new NettyFloor(url);
      case "okhttp" -> new OkHttpEcho(url);
      case "jdk" -> new JdkEcho(url);
      case "jetty" -> new JettyEcho(url);
      case "java-websocket" -> new JavaWebSocketEcho(url);
      default -> throw unknown(contender);
    };
  }

  static Calls requests(String contender, URI url) {
    return switch (contender) {
      case "moonpool" -> new MoonpoolRequests(url);
      case "okhttp-map" -> new OkHttpRequests(url);
      case "jdk-map" -> new JdkRequests(url);
      default -> throw unknown(contender);
    };
  }

  static FanOut fanOut(String contender, URI url, int readers, int topics) {
    return switch (contender) {
      case "moonpool" -> new MoonpoolFanOut(url, readers, topics);
      case "okhttp-map" -> new OkHttpFanOut(url, readers, topics);
      case "jdk-map" -> new JdkFanOut(url, readers, topics);
      default -> throw unknown(contender);
    };
  }

  private static IllegalArgumentException unknown(String contender) {
    return new IllegalArgumentException("there is no contender called " + contender);
  }
}
