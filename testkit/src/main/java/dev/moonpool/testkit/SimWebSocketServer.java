package dev.moonpool.testkit;

import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.WorkloadContext;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A simulated WebSocket server that answers clients as a [WebSocketScript] says.
///
/// ```java
/// SimWebSocketServer server = SimWebSocketServer.in(simulation, script);
/// simulation.workloads(() -> context -> {
///   try (WsClient client = WsClient.connect(
///       context.providers(), SimWebSocketServer.url(context), handler)) {
///     Subscription gold = client.subscribe("price.gold");
///     server.publish("price.gold", "price.gold 41");
///     server.dropAll();                               // the client connects and subscribes again
///   }
/// });
/// ```
///
/// Each process of the world runs one listener for it; script, log and rules are the world's and
/// outlive processes. Where the world injects faults at fault points, an upgrade is refused with
/// status 503 now and then, and a socket ends before a message was heard, or after the script has
/// handled it and before the answer leaves. Crashes and slow or broken links come from the world as
/// for any process. Used on the world's driver only.
public final class SimWebSocketServer {
  /// How many messages [#heard] keeps: the latest.
  public static final int HEARD_MAX = 10_000;

  private final WebSocketScript script;
  private final List<ServedSocket> sockets = new ArrayList<>();
  private final Deque<String> heard = new ArrayDeque<>();
  private long accepted;
  private int refusal;

  private SimWebSocketServer(WebSocketScript script) {
    this.script = script;
  }

  /// A server that speaks by this script. A world whose processes are not all servers gives
  /// [#process] to those that are.
  public static SimWebSocketServer of(WebSocketScript script) {
    return new SimWebSocketServer(script);
  }

  /// Makes a server that speaks by this script, shares it, and lets every process of the world run
  /// it.
  public static SimWebSocketServer in(Simulation simulation, WebSocketScript script) {
    SimWebSocketServer server = of(script);
    simulation.share(server);
    simulation.processes(server::process);
    return server;
  }

  /// The URL by which a workload reaches the server on the first process: `ws://process-0:7000/`.
  public static String url(WorkloadContext context) {
    return urls(context).getFirst();
  }

  /// The URL of the server on each process, in order of index.
  public static List<String> urls(WorkloadContext context) {
    return context.addresses().stream()
        .map(address -> "ws://%s:%d/".formatted(address.getHostString(), address.getPort()))
        .toList();
  }

  /// One life of a process that runs the server at the address of its context.
  public Process process() {
    return new Process() {
      private @Nullable ScriptedListener listener;

      @Override
      public void start(ProcessContext context) throws Exception {
        sockets.removeIf(socket -> socket.process() == context.index()); // of an earlier life
        listener = ScriptedListener.listen(SimWebSocketServer.this, context);
      }

      @Override
      public void stop() throws Exception {
        ScriptedListener open = listener;
        if (open != null) {
          open.close();
        }
      }
    };
  }

  /// Says a text to every socket that has subscribed to the topic.
  public void publish(String topic, String text) {
    for (ServedSocket socket : sockets()) {
      if (socket.topics().contains(topic)) {
        socket.say(text);
      }
    }
  }

  /// Ends every socket at once, without a close frame.
  public void dropAll() {
    sockets().forEach(ServedSocket::drop);
  }

  /// Sends every socket a close frame with this code and reason.
  public void closeAll(int code, String reason) {
    sockets().forEach(socket -> socket.close(code, reason));
  }

  /// Answers every upgrade from now on with this HTTP status instead; 0 upgrades again.
  public void refuseWith(int status) {
    refusal = status;
  }

  /// The sockets that are open, in the order of their numbers.
  public List<ServedSocket> sockets() {
    return sockets.stream().filter(ServedSocket::isOpen).toList();
  }

  /// How many sockets were upgraded over all lives.
  public long accepted() {
    return accepted;
  }

  /// The latest text messages that scripts were given, oldest first; at most [#HEARD_MAX].
  public List<String> heard() {
    return List.copyOf(heard);
  }

  /// The status that [#refuseWith] was given; 0 for none.
  int refusal() {
    return refusal;
  }

  /// Takes in a socket that was just upgraded.
  ServedSocket open(Channel channel, int process, String path) {
    accepted++;
    ServedSocket socket = new ServedSocket(channel, process, accepted, path);
    sockets.add(socket);
    channel.closeFuture().addListener(_ -> sockets.remove(socket));
    script.opened(socket);
    return socket;
  }

  void heard(ServedSocket socket, String text) {
    if (heard.size() == HEARD_MAX) {
      heard.removeFirst();
    }
    heard.addLast(text);
    script.heard(socket, text);
  }

  void heard(ServedSocket socket, byte[] bytes) {
    script.heardBytes(socket, bytes);
  }

  /// Ends the sockets of one process.
  void dropAll(int process) {
    sockets().stream().filter(socket -> socket.process() == process).forEach(ServedSocket::drop);
  }
}
