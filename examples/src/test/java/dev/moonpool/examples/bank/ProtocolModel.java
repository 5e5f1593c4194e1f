package dev.moonpool.examples.bank;

import dev.moonpool.examples.bank.AccountState.Answer;
import dev.moonpool.examples.bank.AccountState.Entry;
import dev.moonpool.examples.bank.Transfer.Drive;
import dev.moonpool.examples.bank.Transfer.Ending;
import dev.moonpool.examples.bank.TransferState.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Every way in which transfers among a few accounts can go, explored to the end.
///
/// The adversary keeps every request that was ever sent and delivers it as often and as late as it
/// likes, or never; gives or withholds every answer; drives a transfer anew at any time, also
/// beside a run that is still going on; and has an outdated activation of one account answer, as
/// long as the answer needs no save. In each state that it can reach, the money must be all there,
/// and driving everything on must end well.
final class ProtocolModel {
  private final List<String> accounts;
  private final List<Drive> transfers;
  private final Bounds bounds;
  private final Settle settle;
  private final List<Long> opened;
  private final long money;

  /// What keeps the exploration finite.
  ///
  /// @param entries how many entries an account ever makes
  /// @param runs how many activations of a transfer go on at once
  /// @param outdated whether accounts have outdated activations
  record Bounds(long entries, int runs, boolean outdated) {}

  /// How an account settles; replaced to show that the exploration finds what is wrong.
  interface Settle {
    AccountState apply(AccountState state, String transfer, long entry);
  }

  ProtocolModel(List<Drive> transfers, Bounds bounds, Settle settle, World initial) {
    this.transfers = transfers;
    this.bounds = bounds;
    this.settle = settle;
    this.accounts = List.of("a", "b");
    this.opened = initial.accounts().stream().map(AccountState::balance).toList();
    this.money = opened.stream().mapToLong(Long::longValue).sum();
  }

  /// What a request asks of an account.
  enum Kind {
    HOLD,
    CREDIT,
    SETTLE,
    RELEASE
  }

  /// A request that was sent, and may arrive any number of times.
  record Sent(Kind kind, int account, int transfer, long entry) implements Comparable<Sent> {
    @Override
    public int compareTo(Sent other) {
      return toString().compareTo(other.toString());
    }
  }

  /// One activation of a transfer on its way through a stage.
  record Run(
      TransferState known, long hold, long credit, boolean left, boolean arrived, Ending refused) {
    static Run of(TransferState known) {
      return new Run(known, 0, 0, false, false, Ending.NONE);
    }
  }

  /// A state of everything.
  record World(
      List<AccountState> accounts,
      List<AccountState> outdated,
      List<TransferState> transfers,
      List<Optional<Run>> runs,
      Set<Sent> sent) {
    static World opened(int transfers, int runs, long... cents) {
      List<AccountState> opened = new ArrayList<>();
      for (long each : cents) {
        opened.add(AccountState.NEW.open(each));
      }
      return new World(
          List.copyOf(opened),
          List.copyOf(opened),
          Collections.nCopies(transfers, TransferState.NEW),
          Collections.nCopies(transfers * runs, Optional.empty()),
          new TreeSet<>());
    }

    World withAccount(int index, AccountState changed) {
      return new World(replaced(accounts, index, changed), outdated, transfers, runs, sent);
    }

    World withOutdated(int index) {
      return new World(
          accounts, replaced(outdated, index, accounts.get(index)), transfers, runs, sent);
    }

    World withTransfer(int index, TransferState changed) {
      return new World(accounts, outdated, replaced(transfers, index, changed), runs, sent);
    }

    World withRun(int slot, Optional<Run> run) {
      return new World(accounts, outdated, transfers, replaced(runs, slot, run), sent);
    }

    World with(Sent... more) {
      Set<Sent> all = new TreeSet<>(sent);
      Collections.addAll(all, more);
      return new World(accounts, outdated, transfers, runs, all);
    }

    long money(ProtocolModel model) {
      return ledger(model).total();
    }

    Ledger ledger(ProtocolModel model) {
      Ledger ledger = new Ledger();
      for (int i = 0; i < accounts.size(); i++) {
        ledger.account(model.accounts.get(i), AccountState.NEW.open(model.initialOf(i)));
        ledger.account(model.accounts.get(i), accounts.get(i));
      }
      for (int i = 0; i < transfers.size(); i++) {
        ledger.transfer(key(i), transfers.get(i));
      }
      return ledger;
    }

    private static <T> List<T> replaced(List<T> list, int index, T value) {
      List<T> copy = new ArrayList<>(list);
      copy.set(index, value);
      return List.copyOf(copy);
    }
  }

  /// Visits every reachable state.
  ///
  /// @return how many there are
  /// @throws AssertionError in the first state where money is missing or nothing can end well
  int explore(World initial) {
    Set<World> seen = new HashSet<>();
    Deque<World> next = new ArrayDeque<>();
    seen.add(initial);
    next.add(initial);
    while (!next.isEmpty()) {
      World world = next.removeFirst();
      judge(world);
      for (World follower : followers(world)) {
        if (seen.add(follower)) {
          next.add(follower);
        }
      }
    }
    return seen.size();
  }

  private void judge(World world) {
    if (world.money(this) != money) {
      throw new AssertionError(
          "there were %d cents and now there are %d in %s"
              .formatted(money, world.money(this), world));
    }
    world
        .ledger(this)
        .discrepancy()
        .ifPresent(
            found -> {
              throw new AssertionError(found + " in " + world);
            });
    World ended = driveToTheEnd(world);
    for (int account = 0; account < accounts.size(); account++) {
      long expected = expectedBalance(ended, account);
      AccountState state = ended.accounts().get(account);
      if (state.balance() != expected || !state.open().isEmpty()) {
        throw new AssertionError(
            "account %s should end with %d, from %s it ends as %s"
                .formatted(accounts.get(account), expected, world, state));
      }
    }
  }

  private List<World> followers(World world) {
    List<World> followers = new ArrayList<>();
    for (int slot = 0; slot < world.runs().size(); slot++) {
      int transfer = slot / bounds.runs();
      followers.add(drive(world, transfer, slot));
      Optional<World> saved = save(world, transfer, slot);
      saved.ifPresent(followers::add);
    }
    for (Sent sent : world.sent()) {
      AccountState current = world.accounts().get(sent.account());
      deliver(current, sent)
          .ifPresent(
              result -> {
                World done = world.withAccount(sent.account(), result.state());
                followers.add(done);
                answer(done, sent, result, followers);
              });
      if (bounds.outdated()) {
        AccountState outdated = world.outdated().get(sent.account());
        deliver(outdated, sent)
            .filter(result -> result.state() == outdated)
            .ifPresent(result -> answer(world, sent, result, followers));
      }
    }
    for (int account = 0; account < accounts.size(); account++) {
      if (bounds.outdated()) {
        followers.add(world.withOutdated(account));
      }
      followers.add(review(world, account));
    }
    return followers;
  }

  /// Begins a run from the stored state, in this slot, forgetting the run that was there.
  private World drive(World world, int transfer, int slot) {
    TransferState stored = world.transfers().get(transfer);
    World known = world;
    if (stored.stage() == Stage.NONE) {
      stored = stored.start(transfers.get(transfer));
      known = world.withTransfer(transfer, stored);
    }
    return send(known, transfer, slot, stored);
  }

  /// The requests of the stage that a run is in.
  private World send(World world, int transfer, int slot, TransferState known) {
    int from = accounts.indexOf(known.from());
    int to = accounts.indexOf(known.to());
    World running = world.withRun(slot, Optional.of(Run.of(known)));
    return switch (known.stage()) {
      case NONE -> throw new IllegalStateException("not started");
      case STARTED ->
          running.with(
              new Sent(Kind.HOLD, from, transfer, 0), new Sent(Kind.CREDIT, to, transfer, 0));
      case COMMITTED ->
          running.with(
              new Sent(Kind.SETTLE, from, transfer, known.hold()),
              new Sent(Kind.SETTLE, to, transfer, known.credit()));
      case ENDED ->
          known.ending() == Ending.COMPLETED
              ? world.withRun(slot, Optional.empty())
              : world
                  .withRun(slot, Optional.empty())
                  .with(
                      new Sent(Kind.RELEASE, from, transfer, Account.Release.ANY_ENTRY),
                      new Sent(Kind.RELEASE, to, transfer, Account.Release.ANY_ENTRY));
    };
  }

  /// What a run does once it has its answers; refused by the store if another run has saved.
  private Optional<World> save(World world, int transfer, int slot) {
    Optional<Run> running = world.runs().get(slot);
    if (running.isEmpty()) {
      return Optional.empty();
    }
    Run run = running.get();
    TransferState next;
    if (run.refused() != Ending.NONE) {
      next = run.known().refuse(run.refused());
    } else if (run.hold() > 0 && run.credit() > 0) {
      next = run.known().commit(run.hold(), run.credit());
    } else if (run.left() && run.arrived()) {
      next = run.known().complete();
    } else {
      return Optional.empty();
    }
    if (!world.transfers().get(transfer).equals(run.known())) {
      return Optional.of(world.withRun(slot, Optional.empty()));
    }
    return Optional.of(send(world.withTransfer(transfer, next), transfer, slot, next));
  }

  private record Result(AccountState state, long number, Ending refused) {}

  private Optional<Result> deliver(AccountState state, Sent sent) {
    String key = key(sent.transfer());
    long cents = transfers.get(sent.transfer()).cents();
    try {
      return switch (sent.kind()) {
        case HOLD -> entered(state, state.hold(key, cents));
        case CREDIT -> entered(state, state.credit(key, cents));
        case SETTLE ->
            Optional.of(new Result(settle.apply(state, key, sent.entry()), 0, Ending.NONE));
        case RELEASE -> Optional.of(new Result(state.release(key, sent.entry()), 0, Ending.NONE));
      };
    } catch (IllegalStateException outdated) {
      return Optional.empty();
    }
  }

  private Optional<Result> entered(AccountState before, Answer answer) {
    return switch (answer) {
      case Answer.Entered(AccountState state, long number) ->
          number > bounds.entries()
              ? Optional.empty()
              : Optional.of(new Result(state, number, Ending.NONE));
      case Answer.Refused(var why) -> Optional.of(new Result(before, 0, Ending.INSUFFICIENT_FUNDS));
    };
  }

  /// The answer reaches any run that waits for it.
  private void answer(World world, Sent sent, Result result, List<World> followers) {
    for (int i = 0; i < bounds.runs(); i++) {
      int slot = sent.transfer() * bounds.runs() + i;
      world
          .runs()
          .get(slot)
          .map(run -> told(run, sent, result))
          .ifPresent(run -> followers.add(world.withRun(slot, Optional.of(run))));
    }
  }

  private Run told(Run run, Sent sent, Result result) {
    TransferState known = run.known();
    boolean undecided = known.stage() == Stage.STARTED;
    return switch (sent.kind()) {
      case HOLD ->
          undecided
              ? new Run(known, result.number(), run.credit(), false, false, result.refused())
              : run;
      case CREDIT ->
          undecided
              ? new Run(known, run.hold(), result.number(), false, false, run.refused())
              : run;
      case SETTLE -> {
        boolean asked = known.stage() == Stage.COMMITTED;
        boolean source = accounts.get(sent.account()).equals(known.from());
        boolean left = run.left() || (asked && source && sent.entry() == known.hold());
        boolean arrived = run.arrived() || (asked && !source && sent.entry() == known.credit());
        yield new Run(known, 0, 0, left, arrived, Ending.NONE);
      }
      case RELEASE -> run;
    };
  }

  private World review(World world, int account) {
    World reviewed = world;
    for (Entry entry : world.accounts().get(account).open()) {
      int transfer = Integer.parseInt(entry.transfer());
      TransferState state = world.transfers().get(transfer);
      if (state.verdict(accounts.get(account), entry.number()) == TransferState.Verdict.RELEASE) {
        reviewed = reviewed.with(new Sent(Kind.RELEASE, account, transfer, entry.number()));
      }
    }
    return reviewed;
  }

  /// Every transfer is driven and every entry reviewed, without any fault.
  private World driveToTheEnd(World world) {
    World now = world;
    for (int transfer = 0; transfer < transfers.size(); transfer++) {
      int slot = transfer * bounds.runs();
      now = now.withRun(slot, Optional.empty());
      for (int step = 0;
          now.transfers().get(transfer).stage() != Stage.ENDED && step < 10;
          step++) {
        now = step(drive(now, transfer, slot), transfer, slot);
      }
    }
    for (int account = 0; account < accounts.size(); account++) {
      for (Entry entry : now.accounts().get(account).open()) {
        TransferState state = now.transfers().get(Integer.parseInt(entry.transfer()));
        if (state.verdict(accounts.get(account), entry.number()) == TransferState.Verdict.RELEASE) {
          AccountState current = now.accounts().get(account);
          now = now.withAccount(account, current.release(entry.transfer(), entry.number()));
        }
      }
    }
    return now;
  }

  private World step(World driven, int transfer, int slot) {
    World now = driven;
    TransferState known = now.transfers().get(transfer);
    for (Sent sent : driven.sent()) {
      boolean asked =
          sent.transfer() == transfer
              && switch (sent.kind()) {
                case HOLD, CREDIT -> known.stage() == Stage.STARTED;
                case SETTLE -> known.owns(accounts.get(sent.account()), sent.entry());
                case RELEASE -> false;
              };
      if (asked) {
        now = exchange(now, sent, slot);
      }
    }
    return save(now, transfer, slot).orElse(now);
  }

  private World exchange(World world, Sent sent, int slot) {
    AccountState current = world.accounts().get(sent.account());
    Function<Result, World> done =
        result -> {
          World executed = world.withAccount(sent.account(), result.state());
          Run run = executed.runs().get(slot).orElseThrow();
          return executed.withRun(slot, Optional.of(told(run, sent, result)));
        };
    return unbounded(current, sent).map(done).orElse(world);
  }

  /// As [#deliver], but the bound on entries is lifted: it is the adversary's, not the protocol's.
  private Optional<Result> unbounded(AccountState state, Sent sent) {
    Bounds lifted = new Bounds(Long.MAX_VALUE, bounds.runs(), bounds.outdated());
    return new ProtocolModel(this, lifted).deliver(state, sent);
  }

  private ProtocolModel(ProtocolModel model, Bounds bounds) {
    this.accounts = model.accounts;
    this.transfers = model.transfers;
    this.settle = model.settle;
    this.opened = model.opened;
    this.money = model.money;
    this.bounds = bounds;
  }

  private long expectedBalance(World ended, int account) {
    long expected = initialOf(account);
    for (int i = 0; i < transfers.size(); i++) {
      if (ended.transfers().get(i).ending() == Ending.COMPLETED) {
        Drive terms = transfers.get(i);
        expected += terms.to().equals(accounts.get(account)) ? terms.cents() : 0;
        expected -= terms.from().equals(accounts.get(account)) ? terms.cents() : 0;
      }
    }
    return expected;
  }

  private long initialOf(int account) {
    return opened.get(account);
  }

  private static String key(int transfer) {
    return Integer.toString(transfer);
  }
}
