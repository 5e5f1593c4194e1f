package dev.moonpool.actors.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.FaultyStore;
import dev.moonpool.actors.directory.Registration.AlreadyHere;
import dev.moonpool.actors.directory.Registration.Placed;
import dev.moonpool.actors.directory.Registration.Race;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StoreException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A28")
class InMemoryDirectoryTest {
  private static final NodeIdentity HERE = new NodeIdentity(new NodeAddress("here", 1), 2);
  private static final NodeIdentity THERE = new NodeIdentity(new NodeAddress("there", 1), 2);
  private static final ActorId ALICE = new ActorId("bank", "account", "alice");

  private final FaultyStore store = new FaultyStore();
  private final Directory directory = new InMemoryDirectory(2, store::nextIncarnation);

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
  @Tag("field-F1")
  void register_aboveAnotherProcessesFence_isGrantedUnderANewIncarnation() {
    Directory other = new InMemoryDirectory(9, store::nextIncarnation);
    store.inner.loadAndClaim(new StateKey("alice"), new Fence(0, 9, 4));
    ActorAddress here = new ActorAddress(ALICE, HERE, 1, Fence.NONE);
    assertThat(directory.register(here, new Fence(0, 9, 4)))
        .isEqualTo(new Placed(here.withFence(new Fence(0, 10, 1))));
    assertThat(other.register(here, Fence.NONE))
        .isEqualTo(new Placed(here.withFence(new Fence(0, 9, 1))));
  }

  @Test
  @Tag("field-F1")
  void register_noIncarnationIsIssued_isRefusedByNameAndTriedAgainLater() {
    ActorAddress here = new ActorAddress(ALICE, HERE, 1, Fence.NONE);
    store.thenFail(() -> new StoreException.Unavailable("told to"));
    assertThatThrownBy(() -> directory.register(here, new Fence(0, 9, 4)))
        .isInstanceOf(DirectoryException.class)
        .hasMessageContaining("no fence above 0.9.4 can be granted: told to");
    for (int i = 0; i < 12; i++) {
      store.inner.nextIncarnation();
    }
    store.thenFail(() -> new StoreException.Indeterminate("told to"));
    assertThat(directory.register(here, new Fence(0, 9, 4)))
        .isEqualTo(new Placed(here.withFence(new Fence(0, 13, 1))));
  }

  @Test
  @Tag("field-F1")
  void register_theStoreIssuesOnlyLowerOnes_isRefusedByName() {
    ActorAddress here = new ActorAddress(ALICE, HERE, 1, Fence.NONE);
    assertThatThrownBy(() -> directory.register(here, new Fence(0, 100, 4)))
        .isInstanceOf(DirectoryException.class)
        .hasMessageContaining("no incarnation above fence 0.100.4");
  }

  @Test
  void nodeSeen_laterRun_voidsTheEarlier() {
    directory.register(new ActorAddress(ALICE, THERE, 1, Fence.NONE), Fence.NONE);
    directory.nodeSeen(new NodeIdentity(THERE.address(), 3));
    assertThat(directory.lookup(ALICE)).isEmpty();
  }
}
