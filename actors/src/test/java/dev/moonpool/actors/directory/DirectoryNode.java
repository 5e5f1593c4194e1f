package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.DirectoryWorld.Running;
import dev.moonpool.actors.directory.Registration.AlreadyHere;
import dev.moonpool.actors.directory.Registration.Placed;
import dev.moonpool.actors.directory.Registration.Race;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One simulated node: a directory, and tasks that activate and deactivate actors at random and
/// suspect what they cannot find, as a runtime would.
final class DirectoryNode implements Process {
  private static final int LIVES = 3;

  private final List<Task> lives = new ArrayList<>();
  private @Nullable Running running;

  @Override
  public void start(ProcessContext context) {
    DirectoryWorld world = context.shared(DirectoryWorld.class);
    NodeIdentity identity = world.nextRun(context.index());
    FakeCatalog catalog = new FakeCatalog(identity, world.ledger::granted, world.ledger::ended);
    PartitionedDirectory directory =
        new PartitionedDirectory(
            context.providers(),
            identity,
            world.nodes,
            world.switchboard.of(identity),
            catalog,
            world::nextIncarnation);
    Running made = new Running(identity, directory, catalog);
    running = made;
    world.up(made);
    directory.start();
    for (int i = 0; i < LIVES; i++) {
      Randomness randomness = context.providers().randomness().split("life" + i);
      Life life = new Life(context.providers().time(), randomness, world, made);
      lives.add(Worlds.start(context.providers(), "life" + i, life::live));
    }
  }

  @Override
  public void stop() throws Exception {
    Running stopping = running;
    if (stopping != null) {
      stopping.stopped = true;
      stopping.directory.close();
    }
    for (Task life : lives) {
      life.join();
    }
  }

  /// A task of a node: one actor after the other.
  private record Life(Time time, Randomness randomness, DirectoryWorld world, Running node) {
    void live() throws InterruptedException {
      while (!node.stopped) {
        pause(100);
        if (!world.resting) {
          try {
            touch(DirectoryWorld.actor(randomness.nextInt(DirectoryWorld.ACTORS)));
          } catch (DirectoryException e) {
            pause(50);
          }
        }
      }
    }

    private void touch(ActorId actor) throws InterruptedException {
      ActorAddress here = node.catalog.find(actor).orElse(null);
      if (here == null) {
        activate(actor);
      } else if (here.fence().compareTo(Fence.NONE) > 0 && randomness.chance(0.4)) {
        end(here);
      }
    }

    private void activate(ActorId actor) throws InterruptedException {
      if (randomness.chance(0.5)) {
        ActorAddress found = node.directory.lookup(actor).orElse(null);
        if (found != null) {
          check(found);
          return;
        }
        if (node.catalog.find(actor).isPresent()) {
          return; // another task was faster
        }
      }
      ActorAddress proposed = node.catalog.create(actor);
      Fence floor = randomness.chance(0.05) ? new Fence(0, world.issued(), 9) : Fence.NONE;
      try {
        Registration answer = node.directory.register(proposed, floor);
        if (answer instanceof Placed(ActorAddress placed)) {
          demand(placed.fence().compareTo(floor) > 0, placed + " is not above " + floor);
          pause(200);
          if (randomness.chance(0.1)) {
            registerAbove(placed);
          }
        } else if (answer instanceof AlreadyHere(ActorAddress held)) {
          demand(held.sameActivation(proposed), held + " is not " + proposed);
        } else if (answer instanceof Race(ActorAddress winner)) {
          node.catalog.end(proposed);
          check(winner);
        }
      } catch (DirectoryException e) {
        end(proposed);
        throw e;
      }
    }

    /// What a runtime does whose claim the store has refused for a fence as high as its own.
    private void registerAbove(ActorAddress placed) {
      if (node.catalog.find(placed.actor()).filter(placed::sameActivation).isPresent()
          && node.directory.register(placed, placed.fence())
              instanceof Placed(ActorAddress higher)) {
        demand(
            higher.fence().compareTo(placed.fence()) > 0,
            higher + " is not above " + placed.fence());
      }
    }

    /// What a message that is sent there would find out.
    private void check(ActorAddress there) {
      boolean answers =
          world.switchboard.isUp(there.node())
              && !world.switchboard.cut.test(node.identity.address(), there.node().address());
      boolean knows =
          world.up().stream()
              .filter(other -> other.identity.equals(there.node()))
              .anyMatch(
                  other ->
                      other.catalog.find(there.actor()).filter(there::sameActivation).isPresent());
      if (!answers || !knows) {
        node.directory.suspect(there);
      }
    }

    private void end(ActorAddress address) {
      node.catalog.end(address);
      node.directory.unregister(address);
    }

    private void pause(int millisMost) throws InterruptedException {
      time.sleep(Duration.ofMillis(1L + randomness.nextInt(millisMost)));
    }

    private static void demand(boolean holds, String message) {
      if (!holds) {
        throw new AssertionError(message);
      }
    }
  }
}
