package dev.moonpool.actors.messaging;

import com.sun.management.ThreadMXBean;
import dev.moonpool.foundation.Randomness;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Feeds an envelope bytes that no node has written.
///
/// Run as a program it takes the number of inputs, by default ten million, and a seed.
final class Fuzz {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// What decoding may allocate: in all, and for each byte of input. An entry of a list has three
  /// bytes at least and becomes a few objects.
  private static final long ALLOCATION_MAX = 32 * 1024;

  private static final long ALLOCATION_PER_BYTE_MAX = 100;

  private final Randomness random;
  private final List<byte[]> corpus = new ArrayList<>();
  private Envelope envelope = Frames.right();
  long inputs;
  long frames;
  long errors;
  long incomplete;
  long allocatedMax;

  Fuzz(long seed) {
    random = Randomness.seeded(seed);
    Frames valid = new Frames(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] frame = Frames.encode(valid.any());
      if (frame.length < 2000) {
        corpus.add(frame);
      }
    }
  }

  /// Whether these bytes are taken for a frame.
  ///
  /// @throws AssertionError on any exception but the typed one
  static boolean decodes(Envelope envelope, byte[] bytes) {
    try {
      return envelope.tryDecode(Unpooled.wrappedBuffer(bytes), Frames.NOW) != null;
    } catch (EnvelopeException e) {
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("input " + Arrays.toString(bytes), e);
    }
  }

  void run(long count) {
    for (long i = 0; i < count; i++) {
      if ((i & 0xFFF) == 0) {
        envelope = Frames.right(); // its tables of names are empty again
      }
      one(input());
    }
  }

  private void one(byte[] bytes) {
    long max = ALLOCATION_MAX + ALLOCATION_PER_BYTE_MAX * bytes.length;
    long allocated = decode(bytes);
    for (int again = 0; allocated > max && again < 3; again++) {
      allocated = decode(bytes); // the first of its kind may have loaded classes
    }
    inputs++;
    allocatedMax = Math.max(allocatedMax, allocated);
    if (allocated > max) {
      throw new AssertionError(
          "%d bytes were allocated for the input %s".formatted(allocated, Arrays.toString(bytes)));
    }
  }

  /// @return how many bytes were allocated
  private long decode(byte[] bytes) {
    ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      if (envelope.tryDecode(buffer, Frames.NOW) == null) {
        incomplete++;
      } else {
        frames++;
      }
    } catch (EnvelopeException e) {
      errors++;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("input " + Arrays.toString(bytes), e);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private byte[] input() {
    if (random.chance(0.05)) {
      return noise(random.nextInt(64));
    }
    byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      bytes = changed(bytes);
    }
    return random.chance(0.85) ? Frames.sealed(bytes) : bytes;
  }

  private byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] = (byte) random.nextLong();
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) (random.chance(0.5) ? 0xFF : 0);
      case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xFF);
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> {
        return Arrays.copyOf(bytes, bytes.length + random.nextInt(32));
      }
      case 6 -> bytes[bytes.length > 5 ? 5 : 0] = (byte) random.nextInt(16); // the kind
      default -> {
        byte[] other = corpus.get(random.nextInt(corpus.size()));
        int length = Math.min(random.nextInt(64), Math.min(bytes.length, other.length) - at);
        if (length > 0) {
          System.arraycopy(other, at, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextLong();
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "%,d inputs: %,d frames, %,d typed errors, %,d incomplete; at most %,d bytes allocated"
        .formatted(inputs, frames, errors, incomplete, allocatedMax);
  }

  public static void main(String[] arguments) {
    long count = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    Fuzz fuzz = new Fuzz(seed);
    fuzz.run(count);
    System.out.println(fuzz);
  }
}
