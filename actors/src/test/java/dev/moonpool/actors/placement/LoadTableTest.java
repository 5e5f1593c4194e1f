package dev.moonpool.actors.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A29")
class LoadTableTest {
  private static final NodeAddress SELF = new NodeAddress("self", 1);
  private static final NodeAddress OTHER = new NodeAddress("other", 1);

  private final AtomicLong live = new AtomicLong(7);
  private final LoadTable loads = new LoadTable(SELF, live::get);

  @Test
  void load_ofThisNode_isLive() {
    assertThat(loads.load(SELF)).isEqualTo(7);
    live.set(8);
    loads.chosen(SELF);
    loads.nodeSeen(new NodeIdentity(SELF, 1), 99);
    assertThat(loads.load(SELF)).isEqualTo(8);
  }

  @Test
  void load_ofAnother_isItsReportAndTheChoicesSince() {
    assertThat(loads.load(OTHER)).isZero();
    loads.chosen(OTHER);
    assertThat(loads.load(OTHER)).isEqualTo(1);
    loads.nodeSeen(new NodeIdentity(OTHER, 1), 10);
    loads.chosen(OTHER);
    loads.chosen(OTHER);
    assertThat(loads.load(OTHER)).isEqualTo(12);
    loads.nodeSeen(new NodeIdentity(OTHER, 1), 11);
    assertThat(loads.load(OTHER)).isEqualTo(11);
  }

  @Test
  void compare_ofFreshReports_goesByThem() {
    loads.nodeSeen(new NodeIdentity(OTHER, 1), 9);
    assertThat(loads.compare(SELF, OTHER)).isNegative();
    assertThat(loads.compare(OTHER, SELF)).isPositive();
    live.set(9);
    assertThat(loads.compare(SELF, OTHER)).isZero();
  }

  @Test
  void compare_ofReportsThatMayBeOutdated_evensOutOwnChoices() {
    loads.nodeSeen(new NodeIdentity(OTHER, 1), 9);
    loads.chosen(SELF);
    assertThat(loads.compare(SELF, OTHER)).isPositive(); // 7 and 9 may be equal by now
    loads.chosen(OTHER);
    assertThat(loads.compare(SELF, OTHER)).isZero();
    live.set(500);
    assertThat(loads.compare(SELF, OTHER)).isPositive(); // but this they cannot have made up
  }

  @Test
  void compare_afterANewRun_doesNotMakeUpForOldChoices() {
    loads.nodeSeen(new NodeIdentity(OTHER, 1), 7);
    for (int i = 0; i < 100; i++) {
      loads.chosen(SELF);
    }
    assertThat(loads.compare(SELF, OTHER)).isPositive();
    loads.nodeSeen(new NodeIdentity(OTHER, 2), 7);
    assertThat(loads.compare(SELF, OTHER)).isZero();
  }

  @Test
  void nodeSeen_ofAnEarlierRun_isIgnored() {
    loads.nodeSeen(new NodeIdentity(OTHER, 2), 0);
    loads.nodeSeen(new NodeIdentity(OTHER, 1), 500);
    assertThat(loads.load(OTHER)).isZero();
  }

  @Test
  void nodeSeen_withANegativeLoad_isRefused() {
    assertThatThrownBy(() -> loads.nodeSeen(new NodeIdentity(OTHER, 1), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other:1#1 reports -1");
  }
}
