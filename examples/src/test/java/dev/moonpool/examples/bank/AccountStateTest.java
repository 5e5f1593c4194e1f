package dev.moonpool.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.examples.bank.AccountState.Answer;
import org.junit.jupiter.api.Test;

class AccountStateTest {
  private final AccountState hundred = AccountState.NEW.open(100);

  @Test
  void open_twice_keepsTheFirst() {
    assertThat(hundred.open(7)).isSameAs(hundred);
  }

  @Test
  void hold_enough_movesMoneyAside() {
    AccountState held = entered(hundred.hold("t", 30));

    assertThat(held.status()).isEqualTo(new Account.Status(70, 30, 0, 1));
  }

  @Test
  void hold_tooLittle_isRefusedWithTheFigures() {
    assertThat(hundred.hold("t", 101))
        .isEqualTo(new Answer.Refused(new Account.Insufficient(100, 101)));
  }

  @Test
  void hold_againWithNothingLeft_findsItsEntry() {
    AccountState held = entered(hundred.hold("t", 100));

    assertThat(held.hold("t", 100)).isEqualTo(new Answer.Entered(held, 1));
  }

  @Test
  void hold_neverOpened_isRefused() {
    assertThat(AccountState.NEW.hold("t", 1))
        .isEqualTo(new Answer.Refused(new Account.UnknownAccount()));
    assertThat(AccountState.NEW.credit("t", 1))
        .isEqualTo(new Answer.Refused(new Account.UnknownAccount()));
  }

  @Test
  void hold_sameTransferOtherTerms_isForged() {
    AccountState held = entered(hundred.hold("t", 30));

    assertThatThrownBy(() -> held.hold("t", 31))
        .hasMessageContaining("'t'")
        .hasMessageContaining("31");
    assertThatThrownBy(() -> held.credit("t", 30)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void credit_beyondTheLimit_isRefused() {
    AccountState state = hundred;
    for (int i = 0; i < AccountState.OPEN_MAX; i++) {
      state = entered(state.credit("t" + i, 1));
    }

    assertThat(state.credit("more", 1))
        .isEqualTo(new Answer.Refused(new Account.TooManyOpen(AccountState.OPEN_MAX)));
    assertThat(state.credit("t0", 1)).isEqualTo(new Answer.Entered(state, 1));
  }

  @Test
  void settle_holdAndCredit_movesMoneyOnce() {
    AccountState both = entered(entered(hundred.hold("out", 30)).credit("in", 5));

    AccountState settled = both.settle("out", 1).settle("in", 2);

    assertThat(settled.status()).isEqualTo(new Account.Status(75, 0, 0, 0));
    assertThat(settled.settle("out", 1)).isSameAs(settled);
    assertThat(settled.settle("in", 2)).isSameAs(settled);
  }

  @Test
  void settle_lateForAStray_leavesTheStray() {
    AccountState stray = entered(entered(hundred.hold("t", 30)).settle("t", 1).hold("t", 30));

    assertThat(stray.settle("t", 1)).isSameAs(stray);
    assertThat(stray.release("t", 2).balance()).isEqualTo(70);
  }

  @Test
  void settle_numberNeverGiven_isOutdated() {
    assertThatThrownBy(() -> hundred.settle("t", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outdated");
  }

  @Test
  void release_holdAndCredit_undoesBoth() {
    AccountState both = entered(entered(hundred.hold("out", 30)).credit("in", 5));

    AccountState released = both.release("out", 1).release("in", Account.Release.ANY_ENTRY);

    assertThat(released.status()).isEqualTo(new Account.Status(100, 0, 0, 0));
    assertThat(released.release("out", 1)).isSameAs(released);
  }

  private static AccountState entered(Answer answer) {
    return ((Answer.Entered) answer).state();
  }
}
