package dev.moonpool.simulation.network;

import io.netty.channel.ChannelId;

/// A channel's number in its world: Netty's own ids hold the process id and the real time.
record SimChannelId(long number) implements ChannelId {
  private static final long serialVersionUID = 1;

  @Override
  public String asShortText() {
    return Long.toString(number);
  }

  @Override
  public String asLongText() {
    return asShortText();
  }

  @Override
  public int compareTo(ChannelId other) {
    return other instanceof SimChannelId same
        ? Long.compare(number, same.number)
        : asLongText().compareTo(other.asLongText());
  }

  @Override
  public String toString() {
    return asShortText();
  }
}
