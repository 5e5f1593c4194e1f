package dev.moonpool.actors.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.directory.DirectoryAnswer.Page;
import dev.moonpool.actors.directory.DirectoryCodec.Answered;
import dev.moonpool.actors.directory.Registration.AlreadyHere;
import dev.moonpool.actors.directory.Registration.Placed;
import dev.moonpool.actors.directory.Registration.Race;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.store.Fence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A28")
@Tag("A33")
class DirectoryCodecTest {
  private static final NodeIdentity NODE = new NodeIdentity(new NodeAddress("::1", 65_535), 12);
  private static final ActorId ACTOR = new ActorId("bänk", "account", "ключ-1");
  private static final ActorAddress ADDRESS =
      new ActorAddress(ACTOR, NODE, Long.MIN_VALUE, new Fence(0, Long.MAX_VALUE, 1));
  private static final ActorAddress OTHER =
      new ActorAddress(
          new ActorId("a", "b", "c"),
          new NodeIdentity(new NodeAddress("host", 1), 0),
          1,
          Fence.NONE);

  private final DirectoryCodec codec = new DirectoryCodec();

  @Test
  void decodeQuestion_ofEveryEncodedKind_isTheSame() throws Exception {
    for (DirectoryQuestion question : questions()) {
      assertThat(codec.decodeQuestion(codec.encode(question))).isEqualTo(question);
    }
  }

  @Test
  void decodeAnswer_ofEveryEncodedKind_isTheSame() throws Exception {
    for (DirectoryAnswer answer : answers()) {
      assertThat(codec.decodeAnswer(NODE.address(), codec.encode(12, answer)))
          .isEqualTo(new Answered(NODE, answer));
    }
  }

  @Test
  void decode_ofEveryPrefixAndOfOneByteMore_isGarbage() {
    for (DirectoryQuestion question : questions()) {
      byte[] body = codec.encode(question);
      for (int length = 0; length <= body.length + 1; length++) {
        byte[] cut = Arrays.copyOf(body, length);
        if (length != body.length) {
          assertThatThrownBy(() -> codec.decodeQuestion(cut)).isInstanceOf(GarbageException.class);
        }
      }
    }
    for (DirectoryAnswer answer : answers()) {
      byte[] body = codec.encode(12, answer);
      for (int length = 0; length <= body.length + 1; length++) {
        byte[] cut = Arrays.copyOf(body, length);
        if (length != body.length) {
          assertThatThrownBy(() -> codec.decodeAnswer(NODE.address(), cut))
              .isInstanceOf(GarbageException.class);
        }
      }
    }
  }

  @Test
  void decode_ofAnyBytes_isAValueOrGarbage() {
    Randomness randomness = Randomness.seeded(1);
    List<byte[]> samples = new ArrayList<>();
    questions().forEach(question -> samples.add(codec.encode(question)));
    answers().forEach(answer -> samples.add(codec.encode(12, answer)));
    int garbage = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] body = samples.get(randomness.nextInt(samples.size())).clone();
      for (int flips = 1 + randomness.nextInt(4); flips > 0; flips--) {
        body[randomness.nextInt(body.length)] = (byte) randomness.nextLong();
      }
      garbage += decodesToGarbage(body);
    }
    assertThat(garbage).isBetween(10_000, 399_999);
  }

  @Test
  void decode_ofTooManyBytes_isRefusedBeforeItIsRead() {
    byte[] body = new byte[DirectoryTransport.BYTES_MAX + 1];
    assertThatThrownBy(() -> codec.decodeQuestion(body))
        .isInstanceOf(GarbageException.class)
        .hasMessageContaining("65536 bytes at most, this has 65537");
  }

  @Test
  void decode_ofAPageThatClaimsMoreEntriesThanItHolds_isGarbage() {
    byte[] body = codec.encode(12, new Page(List.of(), Page.LAST));
    body[body.length - 2] = (byte) 0xff; // the count
    body[body.length - 1] = (byte) 0xff;
    assertThatThrownBy(() -> codec.decodeAnswer(NODE.address(), body))
        .isInstanceOf(GarbageException.class)
        .hasMessageContaining("claims 65535 entries");
  }

  @Test
  void page_ofTheLongestNames_fitsAndCoversAll() throws Exception {
    List<ActorAddress> activations = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      ActorId longest = new ActorId("n", "t", "%0251d".formatted(i));
      activations.add(new ActorAddress(longest, NODE, i + 1, new Fence(0, 1, i)));
    }
    List<ActorAddress> read = new ArrayList<>();
    long position = 0;
    while (position != Page.LAST) {
      byte[] body = codec.encode(12, DirectoryCodec.page(activations, (int) position));
      Page page = (Page) codec.decodeAnswer(NODE.address(), body).answer();
      read.addAll(page.activations());
      position = page.next();
    }
    assertThat(read).isEqualTo(activations);
  }

  @Test
  void decode_ofManyEntries_sharesNamesAndNodes() throws Exception {
    Page page = new Page(List.of(ADDRESS, ADDRESS), Page.LAST);
    Page read = (Page) codec.decodeAnswer(NODE.address(), codec.encode(12, page)).answer();
    ActorAddress one = read.activations().get(0);
    ActorAddress other = read.activations().get(1);
    assertThat(one.actor().type()).isSameAs(other.actor().type());
    assertThat(one.actor().namespace()).isSameAs(other.actor().namespace());
    assertThat(one.node()).isSameAs(other.node());
  }

  private int decodesToGarbage(byte[] body) {
    int garbage = 0;
    try {
      codec.decodeQuestion(body);
    } catch (GarbageException e) {
      garbage++;
    }
    try {
      codec.decodeAnswer(NODE.address(), body);
    } catch (GarbageException e) {
      garbage++;
    }
    return garbage;
  }

  private static List<DirectoryQuestion> questions() {
    return List.of(
        new DirectoryQuestion.Lookup(ACTOR),
        new DirectoryQuestion.Register(ADDRESS, new Fence(1, 2, 3)),
        new DirectoryQuestion.Unregister(ADDRESS),
        new DirectoryQuestion.Suspect(OTHER),
        new DirectoryQuestion.Probe(OTHER),
        new DirectoryQuestion.Report(7, 1_000),
        new DirectoryQuestion.Lost(ADDRESS, OTHER),
        new DirectoryQuestion.Deactivate(OTHER));
  }

  private static List<DirectoryAnswer> answers() {
    return List.of(
        new DirectoryAnswer.NotReady(),
        new DirectoryAnswer.Refused("because"),
        new DirectoryAnswer.Found(Optional.empty()),
        new DirectoryAnswer.Found(Optional.of(OTHER)),
        new DirectoryAnswer.Registered(new Placed(ADDRESS)),
        new DirectoryAnswer.Registered(new AlreadyHere(ADDRESS)),
        new DirectoryAnswer.Registered(new Race(OTHER)),
        new DirectoryAnswer.Done(),
        new DirectoryAnswer.Examined(true),
        new DirectoryAnswer.Alive(false),
        new Page(List.of(ADDRESS), 17),
        new DirectoryAnswer.ReportGone());
  }
}
