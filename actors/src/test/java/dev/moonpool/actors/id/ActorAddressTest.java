package dev.moonpool.actors.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.store.Fence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A4")
class ActorAddressTest {
  private static final ActorId ALICE = new ActorId("bank", "account", "alice");
  private static final NodeIdentity NODE = new NodeIdentity(new NodeAddress("a", 80), 3);

  @Test
  void construct_activationZero_isRefused() {
    assertThatThrownBy(() -> new ActorAddress(ALICE, NODE, 0, Fence.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sameActivation_otherFence_isTheSame() {
    ActorAddress address = new ActorAddress(ALICE, NODE, 7, Fence.NONE);
    ActorAddress granted = address.withFence(new Fence(0, 1, 2));

    assertThat(granted).isNotEqualTo(address);
    assertThat(granted.fence()).isEqualTo(new Fence(0, 1, 2));
    assertThat(granted.sameActivation(address)).isTrue();
    assertThat(granted).hasToString("bank::account/alice@a:80#3/7");
  }

  @Test
  void sameActivation_otherActorRunOrNumber_isNotTheSame() {
    ActorAddress address = new ActorAddress(ALICE, NODE, 7, Fence.NONE);
    NodeIdentity restarted = new NodeIdentity(NODE.address(), 4);
    ActorId bob = new ActorId("bank", "account", "bob");

    assertThat(address.sameActivation(new ActorAddress(ALICE, NODE, 8, Fence.NONE))).isFalse();
    assertThat(address.sameActivation(new ActorAddress(ALICE, restarted, 7, Fence.NONE))).isFalse();
    assertThat(address.sameActivation(new ActorAddress(bob, NODE, 7, Fence.NONE))).isFalse();
  }
}
