package dev.moonpool.actors.api;

/// How requests of one kind are treated.
public enum RequestFlag {
  /// Changes nothing: may run while another read-only request of the same actor waits.
  READ_ONLY(1),
  /// May run while any other request of the same actor waits for a call of its own.
  ALWAYS_INTERLEAVE(2),
  /// Is never forwarded to another node: it runs where it arrives or is rejected.
  LOCAL_ONLY(4),
  /// Does not count as activity: an actor that gets only these is deactivated as idle.
  SUPPRESS_KEEP_ALIVE(8),
  /// Is answered only after the store has confirmed that this activation is still the writer.
  CONFIRMED_READ(16);

  private final int bit;

  RequestFlag(int bit) {
    this.bit = bit;
  }

  /// Its bit on the wire.
  public int bit() {
    return bit;
  }

  /// Whether these bits hold this flag.
  public boolean in(int bits) {
    return (bits & bit) != 0;
  }
}
