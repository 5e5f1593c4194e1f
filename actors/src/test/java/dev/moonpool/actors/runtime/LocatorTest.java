package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Tasks;
import dev.moonpool.foundation.system.SystemProviders;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What becomes of those who wait while an actor is located.
class LocatorTest {
  @Test
  @Tag("A14")
  void call_noTaskStarts_isNotSentAndTheNextOneGetsThrough() throws Exception {
    AtomicBoolean refuses = new AtomicBoolean();
    try (SystemProviders system = SystemProviders.start()) {
      Providers real = system.providers();
      Providers world =
          new Providers(
              real.time(), new Refusing(real.tasks(), refuses), real.network(), real.randomness());
      List<NodeAddress> nodes = List.of(freeAddress(), freeAddress());
      Probe.Journal journal = new Probe.Journal(real.time());
      // Both are there, so that nothing of this world still looks for the other when the test ends.
      try (ActorRuntime node = start(world, nodes, 0, journal);
          ActorRuntime other = start(real, nodes, 1, journal)) {
        ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
        other.actor(Probe.TYPE, "q").call(new Probe.Peek());
        refuses.set(true);
        assertThatThrownBy(() -> probe.call(new Probe.Peek()))
            .isInstanceOf(NotSentException.class)
            .hasMessageContaining("no task starts");
        refuses.set(false);
        assertThat(probe.call(new Probe.Peek())).isEqualTo(new Probe.Noted("peeked"));
      }
    }
  }

  private static ActorRuntime start(
      Providers world, List<NodeAddress> nodes, int index, Probe.Journal journal) throws Exception {
    return ActorRuntime.builder("test")
        .providers(world)
        .listen(nodes.get(index).toString())
        .nodes(nodes)
        .host(journal.definition())
        .start();
  }

  private static NodeAddress freeAddress() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return NodeAddress.parse("127.0.0.1:" + socket.getLocalPort());
    }
  }

  /// Tasks that can be told to start none.
  private record Refusing(Tasks real, AtomicBoolean refuses) implements Tasks {
    @Override
    public Task start(String name, Runnable body) {
      return real.start(name, body);
    }

    @Override
    public Executor executor(String name) {
      Executor executor = real.executor(name);
      return command -> {
        if (refuses.get()) {
          throw new RejectedExecutionException("told to refuse");
        }
        executor.execute(command);
      };
    }
  }
}
