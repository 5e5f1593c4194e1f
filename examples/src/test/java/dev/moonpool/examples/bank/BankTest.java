package dev.moonpool.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.examples.bank.Transfer.Drive;
import dev.moonpool.examples.bank.Transfer.Ending;
import dev.moonpool.examples.bank.load.TransferLoad;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.foundation.system.SystemProviders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The bank on one node with its state in memory.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BankTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SystemProviders system = SystemProviders.start(1);
  private final Teller teller = new Teller(system.providers(), Duration.ofSeconds(10));
  private ActorRuntime runtime;

  @BeforeEach
  void start() throws Exception {
    var builder =
        ActorRuntime.builder("bank")
            .providers(system.providers())
            .store(InMemoryStateStore.create());
    Bank.definitions().forEach(builder::host);
    runtime = builder.start();
    teller.open(account("rich"), 1_000, PATIENCE);
    teller.open(account("poor"), 0, PATIENCE);
  }

  @AfterEach
  void stop() {
    runtime.close();
    system.close();
  }

  @Test
  void transfer_enoughMoney_movesItOnceHoweverOftenItIsDriven() throws Exception {
    Drive terms = new Drive("rich", "poor", 300);

    assertThat(drive("t", terms)).isEqualTo(Ending.COMPLETED);
    assertThat(drive("t", terms)).isEqualTo(Ending.COMPLETED);

    assertThat(read("rich")).isEqualTo(new Account.Status(700, 0, 0, 0));
    assertThat(read("poor")).isEqualTo(new Account.Status(300, 0, 0, 0));
  }

  @Test
  void transfer_tooLittleMoney_isRefusedForEver() throws Exception {
    assertThat(drive("t", new Drive("poor", "rich", 1))).isEqualTo(Ending.INSUFFICIENT_FUNDS);
    assertThat(drive("u", new Drive("rich", "poor", 1))).isEqualTo(Ending.COMPLETED);
    assertThat(drive("t", new Drive("poor", "rich", 1))).isEqualTo(Ending.INSUFFICIENT_FUNDS);

    assertThat(audit(1_000)).isTrue();
  }

  @Test
  void transfer_unknownAccount_returnsWhatWasHeld() throws Exception {
    assertThat(drive("t", new Drive("rich", "nobody", 5))).isEqualTo(Ending.UNKNOWN_ACCOUNT);

    assertThat(audit(1_000)).isTrue();
  }

  @Test
  void transfer_keyTakenOnOtherTerms_isRefusedWithThose() throws Exception {
    drive("t", new Drive("rich", "poor", 5));

    assertThatThrownBy(() -> drive("t", new Drive("rich", "poor", 6)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.refusal())
                    .isEqualTo(new Transfer.OtherTerms("rich", "poor", 5)));
  }

  @Test
  void transfer_accountFullOfOpenEntries_isRefused() throws Exception {
    for (int i = 0; i < AccountState.OPEN_MAX; i++) {
      account("poor").call(new Account.Credit("other-" + i, 1));
    }

    assertThat(drive("t", new Drive("rich", "poor", 5))).isEqualTo(Ending.TOO_MANY_OPEN);
  }

  @Test
  void hold_tooLittleMoney_isATypedRefusal() {
    assertThatThrownBy(() -> account("rich").call(new Account.Hold("t", 1_001)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.refusal()).isEqualTo(new Account.Insufficient(1_000, 1_001)));
  }

  @Test
  void strays_ofAnEndedTransfer_areReleasedByReview() throws Exception {
    drive("t", new Drive("rich", "poor", 5));
    account("rich").call(new Account.Hold("t", 5)); // late: the transfer has ended
    account("poor").call(new Account.Credit("t", 5));

    assertThat(audit(1_000)).isTrue();
    assertThat(read("rich").balance()).isEqualTo(995);
  }

  @Test
  void teller_requestThatNobodyWillTake_failsAtOnce() throws Exception {
    try (ActorRuntime empty =
        ActorRuntime.builder("bank")
            .providers(system.providers())
            .store(InMemoryStateStore.create())
            .host(AccountActor.DEFINITION)
            .start()) {
      ActorRef<Transfer> transfer = empty.actor(Transfer.TYPE, "t");

      assertThatThrownBy(() -> teller.transfer(transfer, new Drive("a", "b", 1), PATIENCE))
          .isInstanceOf(RejectedException.class);
    }
  }

  @Test
  void load_manyClientsAtOnce_conservesMoneyAndCountsEveryTransfer() throws Exception {
    TransferLoad load =
        new TransferLoad(
            system.providers(),
            new TransferLoad.Options(4, 8, Duration.ofMillis(300), PATIENCE, "run"),
            teller,
            this::account,
            key -> runtime.actor(Transfer.TYPE, key));

    load.open();
    load.run();

    assertThat(load.progress().ended()).isPositive().isEqualTo(load.latencies().count());
    assertThat(
            new Auditor(system.providers(), teller)
                .audit(load.accounts(), PATIENCE)
                .finds(load.openedCents()))
        .isTrue();
  }

  private Ending drive(String key, Drive terms) throws InterruptedException {
    return teller.transfer(runtime.actor(Transfer.TYPE, key), terms, PATIENCE);
  }

  private boolean audit(long cents) throws InterruptedException {
    return new Auditor(system.providers(), teller)
        .audit(List.of(account("rich"), account("poor")), PATIENCE)
        .finds(cents);
  }

  private Account.Status read(String key) throws InterruptedException {
    return teller.read(account(key), PATIENCE);
  }

  private ActorRef<Account> account(String key) {
    return runtime.actor(Account.TYPE, key);
  }
}
