package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Calls;
import dev.moonpool.benchmarks.contender.OneWay;
import dev.moonpool.benchmarks.contender.PingPong;
import dev.moonpool.benchmarks.contender.Receipts;
import dev.moonpool.benchmarks.contender.Starts;
import dev.moonpool.benchmarks.floor.JdbcSaves;
import dev.moonpool.benchmarks.floor.NettyEcho;
import dev.moonpool.benchmarks.ours.MoonpoolLocal;
import dev.moonpool.benchmarks.ours.MoonpoolOneWay;
import dev.moonpool.benchmarks.ours.MoonpoolPingPong;
import dev.moonpool.benchmarks.ours.MoonpoolRemote;
import dev.moonpool.benchmarks.ours.SqliteSaves;
import dev.moonpool.benchmarks.peer.PekkoArtery;
import dev.moonpool.benchmarks.peer.PekkoAskCalls;
import dev.moonpool.benchmarks.peer.PekkoPingPong;
import dev.moonpool.benchmarks.peer.PekkoSharding;
import dev.moonpool.benchmarks.peer.PekkoTell;
import dev.moonpool.benchmarks.peer.PekkoTuning;
import java.util.List;

/// Builds a contender from the name that a benchmark's parameter gives.
final class Contenders {
  /// The bytes of one of our request frames on the wire, which the floor sends too.
  static final int FRAME_BYTES = 128;

  private Contenders() {}

  /// A contender for calls within one process, with `accounts` actors to call.
  static Calls localCalls(String contender, int accounts) {
    if (isOurs(contender)) {
      return new MoonpoolLocal(isDirect(contender), accounts);
    }
    PekkoTuning tuning = PekkoTuning.of(contender);
    return contender.startsWith("pekko-sharded")
        ? new PekkoSharding(tuning, accounts)
        : new PekkoAskCalls(tuning, accounts);
  }

  /// A contender for calls over loopback TCP, with `callers` callers that each call their own
  /// actor.
  static Calls remoteCalls(String contender, int callers) {
    if (isOurs(contender)) {
      return new MoonpoolRemote(callers);
    }
    return contender.startsWith("artery")
        ? new PekkoArtery(PekkoTuning.of(contender), callers)
        : new NettyEcho(callers, FRAME_BYTES);
  }

  /// A contender for one-way messages, with one receiver for each of `receipts`.
  static OneWay oneWay(String contender, List<Receipts> receipts) {
    return isOurs(contender)
        ? new MoonpoolOneWay(receipts)
        : new PekkoTell(PekkoTuning.of(contender), receipts);
  }

  /// A contender for ping-pong between two actors.
  static PingPong pingPong(String contender) {
    return isOurs(contender)
        ? new MoonpoolPingPong()
        : new PekkoPingPong(PekkoTuning.of(contender));
  }

  /// A contender for actors that start with their first call.
  static Starts starts(String contender) {
    return isOurs(contender)
        ? new MoonpoolLocal(isDirect(contender), 0)
        : new PekkoSharding(PekkoTuning.of(contender), 0);
  }

  /// A contender for durable saves from one caller.
  static Calls saves(String contender) {
    return isOurs(contender) ? new SqliteSaves(1) : new JdbcSaves();
  }

  private static boolean isOurs(String contender) {
    return contender.startsWith(Scores.OURS);
  }

  private static boolean isDirect(String contender) {
    return contender.equals(Scores.OURS_DIRECT);
  }
}
