package dev.moonpool.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.examples.bank.Transfer.Drive;
import dev.moonpool.examples.bank.Transfer.Ending;
import dev.moonpool.examples.bank.TransferState.Verdict;
import dev.moonpool.foundation.InvariantViolation;
import org.junit.jupiter.api.Test;

class TransferStateTest {
  private static final Drive TERMS = new Drive("a", "b", 3);
  private final TransferState started = TransferState.NEW.start(TERMS);
  private final TransferState committed = started.commit(4, 5);

  @Test
  void start_again_keepsTheTerms() {
    assertThat(started.start(TERMS)).isSameAs(started);
    assertThat(committed.start(TERMS)).isSameAs(committed);
    assertThatThrownBy(() -> started.start(new Drive("a", "b", 4))).hasMessageContaining("not 4");
  }

  @Test
  void transitions_outOfTheTable_areViolations() {
    assertThatThrownBy(() -> TransferState.NEW.commit(1, 1)).isInstanceOf(InvariantViolation.class);
    assertThatThrownBy(started::complete).isInstanceOf(InvariantViolation.class);
    assertThatThrownBy(() -> committed.refuse(Ending.INSUFFICIENT_FUNDS))
        .isInstanceOf(InvariantViolation.class);
    assertThatThrownBy(() -> committed.complete().complete())
        .isInstanceOf(InvariantViolation.class);
    assertThatThrownBy(() -> started.refuse(Ending.COMPLETED))
        .isInstanceOf(InvariantViolation.class);
  }

  @Test
  void verdict_eachStage_releasesOnlyWhatIsForeign() {
    assertThat(TransferState.NEW.verdict("a", 4)).isEqualTo(Verdict.KEEP);
    assertThat(started.verdict("a", 4)).isEqualTo(Verdict.KEEP);
    assertThat(committed.verdict("a", 4)).isEqualTo(Verdict.KEEP);
    assertThat(committed.verdict("b", 5)).isEqualTo(Verdict.KEEP);
    assertThat(committed.verdict("a", 5)).isEqualTo(Verdict.RELEASE);
    assertThat(committed.complete().verdict("a", 4)).isEqualTo(Verdict.RELEASE);
    assertThat(started.refuse(Ending.TOO_MANY_OPEN).verdict("b", 1)).isEqualTo(Verdict.RELEASE);
  }

  @Test
  void drive_badTerms_isRefusedAtOnce() {
    assertThatThrownBy(() -> new Drive("a", "a", 1)).hasMessageContaining("'a' twice");
    assertThatThrownBy(() -> new Drive("a", "b", 0)).hasMessageContaining("not 0");
  }
}
