package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.DirectoryAnswer.Alive;
import dev.moonpool.actors.directory.DirectoryAnswer.Done;
import dev.moonpool.actors.directory.DirectoryAnswer.Examined;
import dev.moonpool.actors.directory.DirectoryAnswer.Found;
import dev.moonpool.actors.directory.DirectoryAnswer.NotReady;
import dev.moonpool.actors.directory.DirectoryAnswer.Page;
import dev.moonpool.actors.directory.DirectoryAnswer.Refused;
import dev.moonpool.actors.directory.DirectoryAnswer.Registered;
import dev.moonpool.actors.directory.DirectoryAnswer.ReportGone;
import dev.moonpool.actors.directory.DirectoryQuestion.Deactivate;
import dev.moonpool.actors.directory.DirectoryQuestion.Lookup;
import dev.moonpool.actors.directory.DirectoryQuestion.Lost;
import dev.moonpool.actors.directory.DirectoryQuestion.Probe;
import dev.moonpool.actors.directory.DirectoryQuestion.Register;
import dev.moonpool.actors.directory.DirectoryQuestion.Report;
import dev.moonpool.actors.directory.DirectoryQuestion.Suspect;
import dev.moonpool.actors.directory.DirectoryQuestion.Unregister;
import dev.moonpool.actors.directory.Registration.AlreadyHere;
import dev.moonpool.actors.directory.Registration.Placed;
import dev.moonpool.actors.directory.Registration.Race;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The bytes of questions and answers; `docs/directory.md` draws them.
///
/// A question is version, kind, fields; an answer is version, kind, the answering node's
/// incarnation, fields. Any bytes at all give a value or a [GarbageException]. Any thread.
final class DirectoryCodec {
  private static final int VERSION = 1;

  private static final int LOOKUP = 1;
  private static final int REGISTER = 2;
  private static final int UNREGISTER = 3;
  private static final int SUSPECT = 4;
  private static final int PROBE = 5;
  private static final int REPORT = 6;
  private static final int LOST = 7;
  private static final int DEACTIVATE = 8;

  private static final int NOT_READY = 65;
  private static final int REFUSED = 66;
  private static final int FOUND = 67;
  private static final int PLACED = 68;
  private static final int ALREADY_HERE = 69;
  private static final int RACE = 70;
  private static final int DONE = 71;
  private static final int EXAMINED = 72;
  private static final int ALIVE = 73;
  private static final int PAGE = 74;
  private static final int REPORT_GONE = 75;

  private static final int HOST_BYTES_MAX = 255;
  private static final int REASON_CHARS_MAX = 1_000;
  private static final int REASON_BYTES_MAX = 3 * REASON_CHARS_MAX;

  /// Three texts, an activation and a fence, each with its length.
  private static final int PAGE_ENTRY_BYTES_MAX = ActorId.BYTES_MAX + 3 * 2 + 8 + 24;

  private static final int PAGE_ENTRY_BYTES_MIN = 3 * 3 + 8 + 24;

  private final SharedValues shared = new SharedValues();

  byte[] encode(DirectoryQuestion question) {
    ByteWriter out = new ByteWriter().u8(VERSION);
    switch (question) {
      case Lookup(ActorId actor) -> put(out.u8(LOOKUP), actor);
      case Register(ActorAddress proposed, Fence floor) ->
          put(put(out.u8(REGISTER), proposed), floor);
      case Unregister(ActorAddress address) -> put(out.u8(UNREGISTER), address);
      case Suspect(ActorAddress address) -> put(out.u8(SUSPECT), address);
      case Probe(ActorAddress address) -> put(out.u8(PROBE), address);
      case Report(long session, long position) -> out.u8(REPORT).i64(session).i64(position);
      case Lost(ActorAddress loser, ActorAddress winner) -> put(put(out.u8(LOST), loser), winner);
      case Deactivate(ActorAddress address) -> put(out.u8(DEACTIVATE), address);
    }
    return out.toBytes();
  }

  DirectoryQuestion decodeQuestion(byte[] body) throws GarbageException {
    ByteReader in = new ByteReader(body);
    int kind = kind(in);
    try {
      DirectoryQuestion question =
          switch (kind) {
            case LOOKUP -> new Lookup(actor(in));
            case REGISTER -> new Register(address(in), fence(in));
            case UNREGISTER -> new Unregister(address(in));
            case SUSPECT -> new Suspect(address(in));
            case PROBE -> new Probe(address(in));
            case REPORT -> new Report(in.i64(), position(in));
            case LOST -> new Lost(address(in), address(in));
            case DEACTIVATE -> new Deactivate(address(in));
            default -> throw new GarbageException("no question is of kind " + kind);
          };
      in.end();
      return question;
    } catch (IllegalArgumentException e) {
      throw new GarbageException("a question of kind " + kind + " with a bad value", e);
    }
  }

  /// @param incarnation of the node that answers
  byte[] encode(long incarnation, DirectoryAnswer answer) {
    ByteWriter out = new ByteWriter().u8(VERSION).u8(kindOf(answer)).i64(incarnation);
    switch (answer) {
      case NotReady(), Done(), ReportGone() -> {}
      case Refused(String reason) ->
          out.text(reason.substring(0, Math.min(REASON_CHARS_MAX, reason.length())));
      case Found(Optional<ActorAddress> address) -> {
        out.u8(address.isPresent() ? 1 : 0);
        address.ifPresent(found -> put(out, found));
      }
      case Registered(Registration registration) -> put(out, addressOf(registration));
      case Examined(boolean gone) -> out.u8(gone ? 1 : 0);
      case Alive(boolean alive) -> out.u8(alive ? 1 : 0);
      case Page page -> put(out, page);
    }
    return out.toBytes();
  }

  /// @param from the address that was asked
  Answered decodeAnswer(NodeAddress from, byte[] body) throws GarbageException {
    ByteReader in = new ByteReader(body);
    int kind = kind(in);
    try {
      NodeIdentity node = shared.node(new NodeIdentity(from, in.i64()));
      DirectoryAnswer answer = answer(in, kind, node);
      in.end();
      return new Answered(node, answer);
    } catch (IllegalArgumentException e) {
      throw new GarbageException("an answer of kind " + kind + " with a bad value", e);
    }
  }

  /// The part of `activations` from `position` that fits into one answer.
  static Page page(List<ActorAddress> activations, int position) {
    int entriesMax = (DirectoryTransport.BYTES_MAX - 64) / PAGE_ENTRY_BYTES_MAX;
    int end = Math.min(activations.size(), position + entriesMax);
    return new Page(
        activations.subList(position, end), end == activations.size() ? Page.LAST : end);
  }

  private DirectoryAnswer answer(ByteReader in, int kind, NodeIdentity node)
      throws GarbageException {
    return switch (kind) {
      case NOT_READY -> new NotReady();
      case REFUSED -> new Refused(in.text(REASON_BYTES_MAX));
      case FOUND -> new Found(in.flag() ? Optional.of(address(in)) : Optional.empty());
      case PLACED -> new Registered(new Placed(address(in)));
      case ALREADY_HERE -> new Registered(new AlreadyHere(address(in)));
      case RACE -> new Registered(new Race(address(in)));
      case DONE -> new Done();
      case EXAMINED -> new Examined(in.flag());
      case ALIVE -> new Alive(in.flag());
      case PAGE -> readPage(in, node);
      case REPORT_GONE -> new ReportGone();
      default -> throw new GarbageException("no answer is of kind " + kind);
    };
  }

  private static int kindOf(DirectoryAnswer answer) {
    return switch (answer) {
      case NotReady() -> NOT_READY;
      case Refused r -> REFUSED;
      case Found f -> FOUND;
      case Registered(Placed p) -> PLACED;
      case Registered(AlreadyHere a) -> ALREADY_HERE;
      case Registered(Race r) -> RACE;
      case Done() -> DONE;
      case Examined e -> EXAMINED;
      case Alive a -> ALIVE;
      case Page p -> PAGE;
      case ReportGone() -> REPORT_GONE;
    };
  }

  private static ActorAddress addressOf(Registration registration) {
    return switch (registration) {
      case Placed(ActorAddress address) -> address;
      case AlreadyHere(ActorAddress address) -> address;
      case Race(ActorAddress winner) -> winner;
    };
  }

  private static int kind(ByteReader in) throws GarbageException {
    int version = in.u8();
    if (version != VERSION) {
      throw new GarbageException(
          "directory bytes of version %d are read here, these are of version %d"
              .formatted(VERSION, version));
    }
    return in.u8();
  }

  private static ByteWriter put(ByteWriter out, ActorId actor) {
    return out.text(actor.namespace()).text(actor.type()).text(actor.key());
  }

  private static ByteWriter put(ByteWriter out, Fence fence) {
    return out.i64(fence.view()).i64(fence.incarnation()).i64(fence.counter());
  }

  private static ByteWriter put(ByteWriter out, ActorAddress address) {
    NodeAddress node = address.node().address();
    put(out, address.actor()).text(node.host()).u16(node.port());
    return put(out.i64(address.node().incarnation()).i64(address.activation()), address.fence());
  }

  private static void put(ByteWriter out, Page page) {
    out.i64(page.next()).u16(page.activations().size());
    for (ActorAddress activation : page.activations()) {
      put(put(out, activation.actor()).i64(activation.activation()), activation.fence());
    }
  }

  private Page readPage(ByteReader in, NodeIdentity node) throws GarbageException {
    long next = in.i64();
    int count = in.u16();
    if (next < Page.LAST || count > in.remaining() / PAGE_ENTRY_BYTES_MIN) {
      throw new GarbageException(
          "a page claims %d entries and goes on at %d".formatted(count, next));
    }
    List<ActorAddress> activations = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      activations.add(new ActorAddress(actor(in), node, in.i64(), fence(in)));
    }
    return new Page(activations, next);
  }

  private ActorId actor(ByteReader in) throws GarbageException {
    String namespace = shared.name(in.text(ActorId.BYTES_MAX));
    String type = shared.name(in.text(ActorId.BYTES_MAX));
    return new ActorId(namespace, type, in.text(ActorId.BYTES_MAX));
  }

  private static Fence fence(ByteReader in) throws GarbageException {
    return new Fence(in.i64(), in.i64(), in.i64());
  }

  private ActorAddress address(ByteReader in) throws GarbageException {
    ActorId actor = actor(in);
    NodeAddress node = new NodeAddress(in.text(HOST_BYTES_MAX), in.u16());
    NodeIdentity run = shared.node(new NodeIdentity(node, in.i64()));
    return new ActorAddress(actor, run, in.i64(), fence(in));
  }

  private static int position(ByteReader in) throws GarbageException {
    long position = in.i64();
    if (position < 0 || position > Integer.MAX_VALUE) {
      throw new GarbageException("a report has no position " + position);
    }
    return (int) position;
  }

  /// An answer and who gave it.
  record Answered(NodeIdentity from, DirectoryAnswer answer) {}
}
