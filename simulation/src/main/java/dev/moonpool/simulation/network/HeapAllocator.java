package dev.moonpool.simulation.network;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;

/// Buffers on the heap and not pooled, also where a direct one is asked for: a crashed process
/// drops its buffers, and nobody gives them back.
final class HeapAllocator extends AbstractByteBufAllocator {
  static final HeapAllocator INSTANCE = new HeapAllocator();

  private HeapAllocator() {
    super(false);
  }

  /// A buffer over `bytes`, full.
  ByteBuf over(byte[] bytes) {
    return new Over(this, bytes);
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    return newHeapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return false;
  }

  /// Netty's own wrapper around an array belongs to an allocator of direct buffers.
  private static final class Over extends UnpooledHeapByteBuf {
    private Over(HeapAllocator allocator, byte[] bytes) {
      super(allocator, bytes, bytes.length);
    }
  }
}
