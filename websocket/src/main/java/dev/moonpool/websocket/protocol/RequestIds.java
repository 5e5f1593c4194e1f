package dev.moonpool.websocket.protocol;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Time;
import java.util.concurrent.atomic.AtomicReference;

/// Makes [RequestId]s that are ULIDs: 26 characters of Crockford's base 32, first 48 bits of
/// milliseconds, then 80 random bits.
///
/// Each id sorts after those that the same object made before, also within one millisecond and when
/// the wall clock jumps back: then the random part is counted up. May be used by many threads.
public final class RequestIds {
  private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int LENGTH = 26;
  private static final int TIME_CHARACTERS = 10;
  private static final long HIGH_MASK = 0xFFFF;

  private final Time time;
  private final Randomness randomness;
  private final AtomicReference<Ulid> last = new AtomicReference<>(new Ulid(0, 0, 0));

  /// @param providers the clock and the random numbers
  public RequestIds(Providers providers) {
    this.time = providers.time();
    this.randomness = Randomness.seeded(providers.randomness().nextLong());
  }

  /// The next id.
  public RequestId next() {
    long millis = time.now().toEpochMilli();
    Ulid drawn = new Ulid(millis, randomness.nextLong() & HIGH_MASK, randomness.nextLong());
    Ulid made =
        last.accumulateAndGet(
            drawn, (before, wanted) -> wanted.millis > before.millis ? wanted : before.next());
    return new RequestId(made.text());
  }

  /// @param millis 48 bits of time
  /// @param high the upper 16 of the random bits
  /// @param low the lower 64 of them
  private record Ulid(long millis, long high, long low) {
    Ulid next() {
      if (low != -1) {
        return new Ulid(millis, high, low + 1);
      }
      return high < HIGH_MASK ? new Ulid(millis, high + 1, 0) : new Ulid(millis + 1, 0, 0);
    }

    String text() {
      char[] text = new char[LENGTH];
      for (int i = 0; i < TIME_CHARACTERS; i++) {
        text[i] = ALPHABET[(int) (millis >>> (5 * (TIME_CHARACTERS - 1 - i))) & 31];
      }
      for (int i = TIME_CHARACTERS; i < LENGTH; i++) {
        text[i] = ALPHABET[bits(5 * (LENGTH - 1 - i))];
      }
      return new String(text);
    }

    /// Five of the 80 random bits, from this bit on.
    private int bits(int from) {
      if (from >= Long.SIZE) {
        return (int) (high >>> (from - Long.SIZE)) & 31;
      }
      long above = from > Long.SIZE - 5 ? high << (Long.SIZE - from) : 0;
      return (int) (low >>> from | above) & 31;
    }
  }
}
