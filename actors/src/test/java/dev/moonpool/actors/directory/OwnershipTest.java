package dev.moonpool.actors.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A33")
class OwnershipTest {
  @Test
  void ownerOf_underAnyOrderOfTheList_isTheSame() {
    List<NodeAddress> nodes = nodes(7);
    Ownership one = new Ownership(nodes);
    List<NodeAddress> turned = new ArrayList<>(nodes.reversed());
    turned.add(nodes.getFirst());
    Ownership other = new Ownership(turned);
    for (int i = 0; i < 1_000; i++) {
      assertThat(one.ownerOf(actor(i))).isEqualTo(other.ownerOf(actor(i)));
    }
  }

  @Test
  void ownerOf_known_neverChangesBetweenVersions() {
    Ownership ownership = new Ownership(nodes(3));
    assertThat(ownership.ownerOf(new ActorId("bank", "account", "alice")))
        .isEqualTo(ownership.ownerOf(ActorId.parse("bank::account/alice")));
    // Nodes of two builds must agree: these would differ if the hash were changed.
    StringBuilder owners = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      owners.append(ownership.nodes().indexOf(ownership.ownerOf(actor(i))));
    }
    assertThat(owners).hasToString("0022021002100221");
  }

  @Test
  void ownerOf_manyActors_isEven() {
    for (int count : new int[] {2, 3, 10}) {
      Ownership ownership = new Ownership(nodes(count));
      Map<NodeAddress, Integer> owned = new TreeMap<>();
      int actors = 30_000;
      for (int i = 0; i < actors; i++) {
        owned.merge(ownership.ownerOf(actor(i)), 1, Integer::sum);
      }
      assertThat(owned).hasSize(count);
      assertThat(owned.values())
          .allSatisfy(some -> assertThat((double) some * count / actors).isBetween(0.93, 1.07));
    }
  }

  @Test
  void ownerOf_whenANodeLeaves_movesOnlyItsPart() {
    Ownership four = new Ownership(nodes(4));
    Ownership three = new Ownership(nodes(3));
    NodeAddress leaver = nodes(4).getLast();
    for (int i = 0; i < 1_000; i++) {
      NodeAddress before = four.ownerOf(actor(i));
      if (!before.equals(leaver)) {
        assertThat(three.ownerOf(actor(i))).isEqualTo(before);
      }
    }
  }

  @Test
  void construct_withoutNodes_isRefused() {
    assertThatThrownBy(() -> new Ownership(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1000 nodes, the list has 0");
  }

  private static ActorId actor(int number) {
    return new ActorId("bank", "account", "account-" + number);
  }

  private static List<NodeAddress> nodes(int count) {
    List<NodeAddress> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(new NodeAddress("127.0.0.1", 7001 + i));
    }
    return nodes;
  }
}
