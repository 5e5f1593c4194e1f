package dev.moonpool.actors.id;

/// What ties a response to its request: unique for one node incarnation.
///
/// The low bits name a slot in the pending-call table and the high bits its generation, so that a
/// late response finds either its own call or none. 0 stands on one-way messages only.
///
/// @param value the 64 bits
public record CorrelationId(long value) {
  /// What a one-way message carries.
  public static final CorrelationId NONE = new CorrelationId(0);

  private static final int SLOT_BITS = 24;
  private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
  private static final long GENERATION_MAX = (1L << (64 - SLOT_BITS)) - 1;

  /// Puts a slot and its generation together.
  ///
  /// @param slot 0 to 2^24 - 1
  /// @param generation from 1 to 2^40 - 1
  /// @throws IllegalArgumentException if one is out of range
  public static CorrelationId of(int slot, long generation) {
    if (slot < 0 || slot > SLOT_MASK || generation < 1 || generation > GENERATION_MAX) {
      throw new IllegalArgumentException(
          "a slot is 0 to %d and a generation 1 to %d, these are %d and %d"
              .formatted(SLOT_MASK, GENERATION_MAX, slot, generation));
    }
    return new CorrelationId(encode(slot, generation));
  }

  /// The 64 bits of a slot and its generation, for hot paths.
  public static long encode(int slot, long generation) {
    return generation << SLOT_BITS | slot;
  }

  /// The slot in these 64 bits.
  public static int slot(long value) {
    return (int) (value & SLOT_MASK);
  }

  /// The generation in these 64 bits.
  public static long generation(long value) {
    return value >>> SLOT_BITS;
  }

  /// The slot.
  public int slot() {
    return slot(value);
  }

  /// The slot's generation.
  public long generation() {
    return generation(value);
  }
}
