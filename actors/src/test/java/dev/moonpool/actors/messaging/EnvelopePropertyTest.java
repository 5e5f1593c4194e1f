package dev.moonpool.actors.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("A8")
@Tag("A9")
@Tag("A10")
class EnvelopePropertyTest {
  @Property(tries = 5000)
  @Tag("A5")
  @Tag("A7")
  void encode_anyFrame_decodesToTheSame(@ForAll long seed) throws EnvelopeException {
    Frame frame = new Frames(seed).any();
    ByteBuf bytes = Unpooled.wrappedBuffer(Frames.encode(frame));

    Frame read = Frames.right().tryDecode(bytes, Frames.NOW);

    assertThat(read).isNotNull();
    assertThat(Frames.shown(read)).isEqualTo(Frames.shown(frame));
    assertThat(bytes.isReadable()).isFalse();
  }

  @Property(tries = 300)
  void tryDecode_splitAtEveryByte_needsMoreUntilTheLast(@ForAll long seed)
      throws EnvelopeException {
    Frame frame = new Frames(seed).any();
    byte[] bytes = Frames.encode(frame);
    Envelope right = Frames.right();
    for (int length = 0; length < bytes.length; length++) {
      ByteBuf part = Unpooled.wrappedBuffer(bytes, 0, length);
      assertThat(right.tryDecode(part, Frames.NOW)).isNull();
      assertThat(part.readableBytes()).as("nothing is consumed").isEqualTo(length);
    }
    assertThat(right.tryDecode(Unpooled.wrappedBuffer(bytes), Frames.NOW)).isNotNull();
  }

  @Property(tries = 500)
  void tryDecode_manyInOneBuffer_takesOneAtATime(@ForAll long seed) throws EnvelopeException {
    Frames frames = new Frames(seed);
    Envelope left = Frames.left();
    Envelope right = Frames.right();
    WireWriter writer = new WireWriter();
    String[] sent = new String[10];
    for (int i = 0; i < sent.length; i++) {
      Frame frame = frames.any();
      sent[i] = Frames.shown(frame);
      left.encode(frame, Frames.NOW, writer);
    }
    writer.u8(7); // and a part of the next
    ByteBuf buffer = Unpooled.directBuffer(); // the other half of the tests reads from the heap
    buffer.writeBytes(writer.array(), 0, writer.size());
    for (String expected : sent) {
      Frame read = right.tryDecode(buffer, Frames.NOW);
      assertThat(read).isNotNull();
      assertThat(Frames.shown(read)).isEqualTo(expected);
    }
    assertThat(right.tryDecode(buffer, Frames.NOW)).isNull();
    assertThat(buffer.readableBytes()).isEqualTo(1);
    buffer.release();
  }

  @Property(tries = 3000)
  void tryDecode_oneBitFlipped_isNeverTakenForAFrame(@ForAll long seed, @ForAll int where) {
    byte[] bytes = Frames.encode(new Frames(seed).any());
    int bit = Math.floorMod(where, bytes.length * 8);
    bytes[bit >> 3] ^= (byte) (1 << (bit & 7));

    assertThat(Fuzz.decodes(Frames.right(), bytes)).isFalse();
  }
}
