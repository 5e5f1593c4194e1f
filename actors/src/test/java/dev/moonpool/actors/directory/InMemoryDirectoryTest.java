package dev.moonpool.actors.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.directory.Registration.AlreadyHere;
import dev.moonpool.actors.directory.Registration.Placed;
import dev.moonpool.actors.directory.Registration.Race;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A28")
class InMemoryDirectoryTest {
  private static final NodeIdentity HERE = new NodeIdentity(new NodeAddress("here", 1), 2);
  private static final NodeIdentity THERE = new NodeIdentity(new NodeAddress("there", 1), 2);
  private static final ActorId ALICE = new ActorId("bank", "account", "alice");

  private final Directory directory = new InMemoryDirectory(2);

  @Test
  void register_firstAgainAndFromElsewhere_isPlacedAlreadyHereAndRace() {
    assertThat(directory.lookup(ALICE)).isEmpty();
    ActorAddress proposed = new ActorAddress(ALICE, HERE, 1, Fence.NONE);
    ActorAddress placed = proposed.withFence(new Fence(0, 2, 1));
    assertThat(directory.register(proposed, Fence.NONE)).isEqualTo(new Placed(placed));
    assertThat(directory.register(proposed, Fence.NONE)).isEqualTo(new AlreadyHere(placed));
    assertThat(directory.register(new ActorAddress(ALICE, THERE, 1, Fence.NONE), Fence.NONE))
        .isEqualTo(new Race(placed));
    assertThat(directory.lookup(ALICE)).contains(placed);
    assertThat(directory.load(HERE)).isEqualTo(1);
  }

  @Test
  void unregister_ofAnother_doesNothing() {
    ActorAddress first = new ActorAddress(ALICE, HERE, 1, Fence.NONE);
    ActorAddress second = new ActorAddress(ALICE, HERE, 2, Fence.NONE);
    directory.register(first, Fence.NONE);
    directory.unregister(second);
    assertThat(directory.lookup(ALICE)).isPresent();
    assertThat(directory.suspect(first)).isFalse();
    assertThat(directory.suspect(second)).isTrue();
    directory.unregister(first);
    directory.unregister(first);
    assertThat(directory.lookup(ALICE)).isEmpty();
    assertThat(directory.load(HERE)).isZero();
  }

  @Test
  void register_afterAnother_isGrantedAHigherFence() {
    ActorAddress first = new ActorAddress(ALICE, HERE, 1, Fence.NONE);
    ActorAddress placed = ((Placed) directory.register(first, Fence.NONE)).address();
    directory.unregister(first);
    ActorAddress second = new ActorAddress(ALICE, HERE, 2, Fence.NONE);
    ActorAddress later = ((Placed) directory.register(second, Fence.NONE)).address();
    assertThat(later.fence()).isGreaterThan(placed.fence());
  }

  @Test
  void nodeSeen_laterRun_voidsTheEarlier() {
    directory.register(new ActorAddress(ALICE, THERE, 1, Fence.NONE), Fence.NONE);
    directory.nodeSeen(new NodeIdentity(THERE.address(), 3));
    assertThat(directory.lookup(ALICE)).isEmpty();
  }
}
