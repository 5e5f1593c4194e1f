package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.simulation.kernel.Dice;
import dev.moonpool.simulation.network.Conditions;
import dev.moonpool.simulation.network.Latency;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@Tag("S3")
class NetworkSimTest {
  @ParameterizedTest
  @EnumSource(
      value = FaultFamily.class,
      mode = Mode.EXCLUDE,
      names = {"FAULT_POINT", "STORE", "BIT_FLIP"})
  void echo_underEachFamily_everyByteComesBack(FaultFamily family) {
    long faults = 0;
    for (long seed = 0; seed < 20; seed++) {
      Simulation simulation =
          Simulation.of(seed, Topology.parse("2x2"), Worlds.only(family).withDownMax(1));
      simulation.processes(EchoProcess::new);
      simulation.workloads(() -> NetworkSimTest::echoForAWhile);
      SeedOutcome outcome = Worlds.passed(simulation.run());
      faults += outcome.faults().getOrDefault(family, 0L);
      assertThat(outcome.faults().keySet()).isSubsetOf(family);
    }

    if (family != FaultFamily.LATENCY && family != FaultFamily.CLOSE) {
      assertThat(faults).as("faults of " + family).isPositive();
    }
  }

  @Test
  void close_often_clientSeesResetsAndEnds() {
    SeedOutcome outcome =
        echo(
            1,
            conditions(Conditions.CALM, 0, 0.05, 0, 0, 64 * 1024),
            NetworkSimTest::echoForAWhile);

    assertThat(outcome.faults().get(FaultFamily.CLOSE)).isGreaterThan(3);
  }

  @Test
  void close_inTheMiddleOfWrites_nothingArrivesBehindWhatIsLost() {
    for (long seed = 1; seed <= 20; seed++) {
      byte[] sent = new byte[200];
      for (int i = 0; i < sent.length; i++) {
        sent[i] = (byte) i;
      }
      RawReceived received = new RawReceived();
      Simulation simulation =
          simulation(
              seed,
              conditions(Conditions.CALM, 0, 0.1, 0.5, 0, 64 * 1024),
              context -> {
                writeEach(context, sent);
                context.providers().time().sleep(Duration.ofSeconds(1));
              });
      simulation.share(received);
      simulation.processes(() -> new RawProcess(sent.length));
      Worlds.passed(simulation.run());

      byte[] arrived = received.soFar.toByteArray();
      assertThat(arrived).isEqualTo(Arrays.copyOf(sent, arrived.length));
    }
  }

  @Test
  void bitFlip_certain_bytesArriveChanged() {
    List<Integer> flippedBits = new ArrayList<>();
    Simulation simulation =
        simulation(
            1,
            conditions(Conditions.CALM, 0, 0, 0, 1, 64 * 1024),
            context -> {
              byte[] sent = new byte[100];
              byte[] received = receiveRaw(context, sent);
              int bits = 0;
              for (int i = 0; i < sent.length; i++) {
                bits += Integer.bitCount((sent[i] ^ received[i]) & 0xff);
              }
              flippedBits.add(bits);
            });
    simulation.share(new RawReceived());
    simulation.processes(() -> new RawProcess(100));
    SeedOutcome outcome = Worlds.passed(simulation.run());

    assertThat(flippedBits).containsExactly(1);
    assertThat(outcome.faults()).containsEntry(FaultFamily.BIT_FLIP, 1L);
  }

  @Test
  void partial_always_largeFramesArriveWhole() {
    SeedOutcome outcome =
        echo(
            3,
            conditions(Conditions.CALM, 0, 0, 0.9, 0, 64 * 1024),
            context -> {
              EchoClient client = client(context);
              byte[] sent = new byte[50_000];
              for (int i = 0; i < sent.length; i++) {
                sent[i] = (byte) (i * 31);
              }
              assertThat(client.echo(sent)).isEqualTo(sent);
              client.close();
            });

    assertThat(outcome.faults().get(FaultFamily.PARTIAL)).isGreaterThan(10);
  }

  @Test
  void window_small_writerBecomesUnwritableAndThenWritableAgain() {
    List<Boolean> writable = new ArrayList<>();
    SeedOutcome outcome =
        echo(
            1,
            conditions(Conditions.CALM, 0, 0, 0, 0, 1024),
            context -> {
              EchoClient client = client(context);
              byte[] sent = new byte[300_000];
              assertThat(client.echo(sent)).hasSize(300_000);
              client.close();
              writable.addAll(writabilityChanges(context));
            });

    assertThat(outcome.faults().get(FaultFamily.SMALL_WINDOW)).isGreaterThan(100);
    assertThat(writable).startsWith(false).contains(true);
  }

  @Test
  void connect_failsAlways_isRefusedOrTimesOut() {
    List<String> causes = new ArrayList<>();
    echo(
        1,
        conditions(Conditions.CALM, 1, 0, 0, 0, 64 * 1024),
        context -> {
          for (int i = 0; i < 20; i++) {
            causes.add(connectFailure(context.providers(), context.addresses().get(0)));
          }
        });

    assertThat(causes).contains("ConnectException", "ConnectTimeoutException").hasSize(20);
  }

  @Test
  void connect_nobodyListens_isRefused() {
    List<String> causes = new ArrayList<>();
    Worlds.passed(
        Worlds.calm(
            1,
            context -> {
              causes.add(connectFailure(context.providers(), context.addresses().get(0)));
              causes.add(
                  connectFailure(
                      context.providers(), InetSocketAddress.createUnresolved("nowhere", 1)));
            }));

    assertThat(causes).containsExactly("ConnectException", "UnknownHostException");
  }

  @Test
  void bind_portInUse_fails() {
    List<String> causes = new ArrayList<>();
    Simulation simulation = Simulation.of(1, Topology.parse("1x1"), Profile.CALM);
    simulation.processes(
        () ->
            context -> {
              new EchoProcess().start(context);
              try {
                new EchoProcess().start(context);
              } catch (ExecutionException e) {
                causes.add(e.getCause().getClass().getSimpleName());
              }
            });
    simulation.workloads(() -> context -> {});
    Worlds.passed(simulation.run());

    assertThat(causes).containsExactly("BindException");
  }

  @Test
  void latency_eachDistribution_staysInItsRange() {
    Dice dice = new Dice(1);
    Latency.Uniform uniform = new Latency.Uniform(10, 20);
    Latency exponential = new Latency.Exponential(100, 1_000);
    Latency bimodal = new Latency.Bimodal(uniform, new Latency.Uniform(1_000, 2_000), 0.1);
    long sum = 0;
    long slow = 0;
    for (int i = 0; i < 10_000; i++) {
      assertThat(uniform.sample(dice)).isBetween(10L, 20L);
      long long1 = exponential.sample(dice);
      assertThat(long1).isGreaterThanOrEqualTo(100);
      sum += long1;
      long two = bimodal.sample(dice);
      assertThat(two <= 20 || (two >= 1_000 && two <= 2_000)).isTrue();
      slow += two > 20 ? 1 : 0;
    }

    assertThat(sum / 10_000).isBetween(1_050L, 1_150L);
    assertThat(slow).isBetween(900L, 1_100L);
  }

  private static void echoForAWhile(WorkloadContext context) throws Exception {
    EchoClient client = client(context);
    Duration pause = Duration.ofMillis(10);
    for (int i = 0; i < 200; i++) {
      byte[] sent = ("message " + i).repeat(1 + i % 50).getBytes(StandardCharsets.UTF_8);
      assertThat(client.echoAtLast(sent)).isEqualTo(sent);
      context.providers().time().sleep(pause);
    }
    client.close();
  }

  private static EchoClient client(WorkloadContext context) {
    int process = context.index() % context.addresses().size();
    return new EchoClient(context.providers(), context.addresses().get(process));
  }

  private static SeedOutcome echo(long seed, Conditions conditions, Workload workload) {
    return Worlds.passed(simulation(seed, conditions, workload).run());
  }

  private static Simulation simulation(long seed, Conditions conditions, Workload workload) {
    Profile profile =
        Worlds.only(
            FaultFamily.CLOSE,
            FaultFamily.CONNECT,
            FaultFamily.PARTIAL,
            FaultFamily.SMALL_WINDOW,
            FaultFamily.BIT_FLIP);
    Simulation simulation = Simulation.of(seed, Topology.parse("1x1"), profile);
    simulation.processes(EchoProcess::new);
    simulation.workloads(() -> workload);
    simulation.network(conditions);
    return simulation;
  }

  private static Conditions conditions(
      Conditions calm, double connect, double close, double partial, double flip, int window) {
    return new Conditions(
        calm.connect(),
        calm.accept(),
        calm.bind(),
        calm.write(),
        calm.read(),
        connect,
        close,
        partial,
        flip,
        window);
  }

  private static String connectFailure(Providers providers, InetSocketAddress address)
      throws InterruptedException {
    CompletableFuture<Channel> connected = new CompletableFuture<>();
    connect(
        providers.network().client().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 500),
        address,
        connected);
    try {
      connected.get();
      return "connected";
    } catch (ExecutionException e) {
      return e.getCause().getClass().getSimpleName();
    }
  }

  private static byte[] receiveRaw(WorkloadContext context, byte[] sent) throws Exception {
    RawReceived received = context.shared(RawReceived.class);
    CompletableFuture<Channel> connected = new CompletableFuture<>();
    connect(context.providers().network().client(), context.addresses().get(0), connected);
    Channel channel = connected.get();
    channel.writeAndFlush(Unpooled.wrappedBuffer(sent));
    byte[] bytes = received.bytes.get();
    channel.close();
    return bytes;
  }

  private static void writeEach(WorkloadContext context, byte[] sent) throws Exception {
    CompletableFuture<Channel> connected = new CompletableFuture<>();
    connect(context.providers().network().client(), context.addresses().get(0), connected);
    Channel channel = connected.get();
    for (byte one : sent) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {one}));
    }
  }

  private static void connect(
      Bootstrap bootstrap, InetSocketAddress address, CompletableFuture<Channel> connected) {
    bootstrap
        .handler(new ChannelInboundHandlerAdapter())
        .connect(address)
        .addListener(
            (ChannelFuture future) -> {
              if (future.isSuccess()) {
                connected.complete(future.channel());
              } else {
                connected.completeExceptionally(future.cause());
              }
            });
  }

  private static List<Boolean> writabilityChanges(WorkloadContext context) throws Exception {
    List<Boolean> changes = new ArrayList<>();
    CompletableFuture<Channel> connected = new CompletableFuture<>();
    CompletableFuture<Void> again = new CompletableFuture<>();
    context
        .providers()
        .network()
        .client()
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(2_000, 4_000))
        .handler(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelWritabilityChanged(ChannelHandlerContext at) {
                changes.add(at.channel().isWritable());
                if (at.channel().isWritable()) {
                  again.complete(null);
                }
              }
            })
        .connect(context.addresses().get(0))
        .addListener((ChannelFuture future) -> connected.complete(future.channel()));
    Channel channel = connected.get();
    channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {0, 0, 0x7f, 0}));
    for (int i = 0; i < 20; i++) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1_000]));
    }
    again.get();
    channel.close();
    return changes;
  }
}
