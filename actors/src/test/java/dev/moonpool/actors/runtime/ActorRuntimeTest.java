package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.runtime.Account.Balance;
import dev.moonpool.actors.runtime.Account.Deposit;
import dev.moonpool.actors.runtime.Account.Insufficient;
import dev.moonpool.actors.runtime.Account.ReadBalance;
import dev.moonpool.actors.runtime.Account.Withdraw;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One node alone, in the real world.
class ActorRuntimeTest {
  private ActorRuntime runtime;

  @BeforeEach
  void start() throws Exception {
    runtime = ActorRuntime.builder("test").host(Account.DEFINITION).start();
  }

  @AfterEach
  void stop() {
    runtime.shutdown();
  }

  @Test
  @Tag("A13")
  void call_newActor_isActivatedAndAnswers() {
    ActorRef<Account> alice = runtime.actor(Account.TYPE, "alice");

    assertThat(alice.call(new Deposit(100))).isEqualTo(new Balance(100));
    assertThat(alice.call(new Withdraw(30))).isEqualTo(new Balance(70));
    assertThat(runtime.metrics().activations()).isEqualTo(1);
  }

  @Test
  @Tag("A16")
  void call_refused_callerCatchesTheDeclaredRecord() {
    ActorRef<Account> alice = runtime.actor(Account.TYPE, "alice");

    assertThatThrownBy(() -> alice.call(new Withdraw(5)))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(new Insufficient(0, 5)));
  }

  @Test
  @Tag("A20")
  void call_hundredConcurrentDeposits_endInTheRightBalance() {
    ActorRef<Account> alice = runtime.actor(Account.TYPE, "alice");
    List<CompletableFuture<Balance>> deposits = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      deposits.add(alice.callAsync(new Deposit(i)));
    }
    CompletableFuture.allOf(deposits.toArray(CompletableFuture[]::new)).join();

    assertThat(alice.call(new ReadBalance())).isEqualTo(new Balance(5_050));
  }
}
