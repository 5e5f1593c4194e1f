package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.Answerer.OwnerSide;
import dev.moonpool.actors.directory.DirectoryAnswer.Alive;
import dev.moonpool.actors.directory.DirectoryAnswer.Examined;
import dev.moonpool.actors.directory.DirectoryAnswer.Found;
import dev.moonpool.actors.directory.DirectoryAnswer.Refused;
import dev.moonpool.actors.directory.DirectoryAnswer.Registered;
import dev.moonpool.actors.directory.DirectoryCodec.Answered;
import dev.moonpool.actors.directory.DirectoryException.Reason;
import dev.moonpool.actors.directory.DirectoryPartition.Loss;
import dev.moonpool.actors.directory.DirectoryQuestion.Deactivate;
import dev.moonpool.actors.directory.DirectoryQuestion.Lookup;
import dev.moonpool.actors.directory.DirectoryQuestion.Lost;
import dev.moonpool.actors.directory.DirectoryQuestion.Register;
import dev.moonpool.actors.directory.DirectoryQuestion.Suspect;
import dev.moonpool.actors.directory.DirectoryQuestion.Unregister;
import dev.moonpool.actors.directory.Registration.AlreadyHere;
import dev.moonpool.actors.directory.Registration.Placed;
import dev.moonpool.actors.directory.Registration.Race;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.Fence;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The directory of a cluster, each listed node of which owns a part of it.
///
/// Who owns what is a pure function of the list, so all nodes ask the same one. An owner keeps its
/// part in memory. When it restarts it answers nothing until it has read from the listed nodes what
/// lives there; callers wait meanwhile, 10 s at most. Its fences are (0, an incarnation, a
/// counter).
/// The state store issues each incarnation once, to one owner, so no other owner grants the same
/// fence, and those of a new run are above all of its earlier ones.
///
/// There are no leases yet. So an owner that cannot reach a node for 4 s, and is asked about one of
/// its activations, gives that entry up, although the node may live on behind a partition: until
/// they meet again there may be two activations. Only the later one's fence can write. When they
/// meet, the earlier one is told through [LocalActivations#lost].
///
/// Methods of [Directory] block, in tasks; [#asked], [#nodeSeen] and [#load] never do.
public final class PartitionedDirectory implements Directory, AutoCloseable {
  private final Providers providers;
  private final NodeIdentity self;
  private final Ownership ownership;
  private final LocalActivations local;
  private final OwnerRuns ownerRuns;
  private final DirectoryPartition partition;
  private final DirectoryCodec codec = new DirectoryCodec();
  private final Questions questions;
  private final Background background;
  private final Rebuild rebuild;
  private final Answerer answerer;
  private volatile boolean leaving;
  private volatile boolean closed;

  /// Joins the nodes of `nodes` as `self`. Nothing happens before [#start].
  ///
  /// @param providers time, tasks and randomness of this node
  /// @param self this run of this node
  /// @param nodes every node of the cluster, the same on each in any order; a node that is not in
  ///     it may ask, but hosts nothing and owns nothing
  /// @param transport asks the directories of other nodes
  /// @param local this node's activations
  /// @param nextIncarnation asks the state store for another incarnation; called on tasks
  public PartitionedDirectory(
      Providers providers,
      NodeIdentity self,
      List<NodeAddress> nodes,
      DirectoryTransport transport,
      LocalActivations local,
      LongSupplier nextIncarnation) {
    this.providers =
        new Providers(
            providers.time(),
            providers.tasks(),
            providers.network(),
            providers.randomness().split("directory"));
    this.self = Objects.requireNonNull(self, "self");
    this.local = Objects.requireNonNull(local, "local");
    ownership = new Ownership(nodes);
    ownerRuns = new OwnerRuns(ownership.nodes(), local);
    FenceIssuer fences = new FenceIssuer(self.incarnation(), nextIncarnation);
    partition = new DirectoryPartition(fences);
    questions = new Questions(providers.time(), self, transport, codec, this::answerSelf);
    background = new Background(providers.tasks());
    rebuild = new Rebuild(this.providers, background, partition, questions, this::tellLosers);
    Suspicions suspicions =
        new Suspicions(this.providers, background, partition, questions, rebuild::read);
    Reports reports = new Reports(background, self, ownership, ownerRuns, local);
    OwnerSide owner =
        new OwnerSide(partition, rebuild, suspicions, new IncarnationRenewal(background, fences));
    answerer = new Answerer(self, ownership, owner, reports, local);
    nodeSeen(self);
  }

  /// Begins to rebuild this node's part. Called once, when the transport can ask and be asked.
  public void start() {
    List<NodeAddress> others =
        ownership.nodes().stream().filter(node -> !node.equals(self.address())).toList();
    rebuild.start(ownership.isListed(self.address()) ? others : List.of());
  }

  /// This node stops: whatever stays registered for it becomes void with its run, so unregistering
  /// does not wait for owners that have stopped before it.
  public void leave() {
    leaving = true;
  }

  /// Completes when this node's part has been rebuilt, at once if it owns none; fails if the
  /// directory is closed before. Calls that need it wait by themselves.
  public CompletableFuture<Void> ready() {
    return rebuild.ready().copy();
  }

  /// Answers another node's directory. Never blocks; for event loops.
  ///
  /// @param from the node that asks
  /// @param body what its transport was given
  /// @return the answer's bytes; never fails, what is wrong with the question is said in the answer
  public CompletableFuture<byte[]> asked(NodeIdentity from, byte[] body) {
    DirectoryQuestion question;
    try {
      question = codec.decodeQuestion(body);
    } catch (GarbageException e) {
      return CompletableFuture.completedFuture(
          codec.encode(self.incarnation(), new Refused("cannot read it: " + e.getMessage())));
    }
    nodeSeen(from);
    return answerer
        .answer(from, question)
        .exceptionally(failure -> new Refused("failed at the node that was asked: " + failure))
        .thenApply(answer -> codec.encode(self.incarnation(), answer));
  }

  @Override
  public Optional<ActorAddress> lookup(ActorId actor) {
    OwnerCall call = callOwnerOf(actor, "look up");
    Answered answered = call.ask(new Lookup(actor));
    ownerRuns.seen(answered.from());
    if (answered.answer() instanceof Found(Optional<ActorAddress> address)) {
      return address;
    }
    throw unexpected(actor, answered);
  }

  @Override
  public Registration register(ActorAddress proposed, Fence floor) {
    if (!proposed.node().equals(self)) {
      throw new IllegalArgumentException(
          "%s registers its own activations only, not %s".formatted(self, proposed));
    }
    OwnerCall call = callOwnerOf(proposed.actor(), "register");
    Registration settled = registerOrNull(proposed, floor, call);
    while (settled == null) {
      call.pause();
      settled = registerOrNull(proposed, floor, call);
    }
    return settled;
  }

  @Override
  public void unregister(ActorAddress address) {
    OwnerCall call = callOwnerOf(address.actor(), "unregister");
    if (leaving) {
      call.askUnlessGone(new Unregister(address));
      return;
    }
    while (!ownerRuns.isLatest(call.ask(new Unregister(address)).from())) {
      call.pause(); // a later run may have read the entry from this node's report
    }
  }

  @Override
  public boolean suspect(ActorAddress address) {
    Answered answered = callOwnerOf(address.actor(), "suspect").ask(new Suspect(address));
    if (answered.answer() instanceof Examined(boolean gone)) {
      return gone;
    }
    throw unexpected(address.actor(), answered);
  }

  /// Which node owns the actor's part.
  public NodeAddress ownerOf(ActorId actor) {
    return ownership.ownerOf(actor);
  }

  /// Why the owner of the actor's part did not answer the last question to it, if it did not. Does
  /// not block.
  public Optional<String> trouble(ActorId actor) {
    return questions.trouble(ownership.ownerOf(actor));
  }

  /// Tells the node of this activation, which may be any, that somebody wants it to end.
  ///
  /// @return whether it was there to be told; also false if nothing listens at that node's address
  /// @throws DirectoryException if the node cannot be asked; it may have been told then
  public boolean deactivate(ActorAddress address) {
    NodeAddress node = address.node().address();
    OwnerCall call = new OwnerCall(providers, questions, () -> closed, node, "end " + address);
    Answered answered = call.askUnlessGone(new Deactivate(address)).orElse(null);
    if (answered == null) {
      return false;
    }
    if (answered.answer() instanceof Alive(boolean told)) {
      // After a lost answer this call's own first attempt may be what has ended it.
      return told || call.attempts() > 1;
    }
    throw unexpected(address.actor(), answered);
  }

  @Override
  public void nodeSeen(NodeIdentity node) {
    if (!ownership.isListed(node.address())) {
      return;
    }
    ownerRuns.seen(node);
    if (partition.nodeSeen(node)) {
      background.start("directory-sweep-" + node, () -> partition.sweep(node.address()));
    }
  }

  @Override
  public long load(NodeIdentity node) {
    return partition.load(node);
  }

  /// Ends what runs in the background. Calls in progress and all later ones fail as closed: what a
  /// call in progress did may have been done. Idempotent.
  @Override
  public void close() {
    closed = true;
    background.close();
    rebuild.close(
        new DirectoryException(
            Reason.CLOSED, self.address(), "the directory of %s is closed".formatted(self)));
  }

  /// What this registration comes to, or null if it must be tried again.
  private @Nullable Registration registerOrNull(
      ActorAddress proposed, Fence floor, OwnerCall call) {
    long reports = ownerRuns.reportsTo(ownership.ownerOf(proposed.actor()));
    Answered answered = call.ask(new Register(proposed, floor));
    if (!(answered.answer() instanceof Registered(Registration registration))) {
      throw unexpected(proposed.actor(), answered);
    }
    return switch (registration) {
      case Placed(ActorAddress granted) ->
          ownerRuns.takeGrant(answered.from(), granted, reports) ? registration : null;
      case AlreadyHere(ActorAddress held) when held.sameActivation(proposed) -> {
        boolean taken = ownerRuns.takeGrant(answered.from(), held, reports);
        // After a lost answer this call's own first attempt is what registered it.
        yield !taken ? null : call.attempts() > 1 ? new Placed(held) : registration;
      }
      case AlreadyHere(ActorAddress held) -> {
        if (local.find(held.actor()).filter(held::sameActivation).isPresent()) {
          yield registration;
        }
        // An earlier activation of this node whose unregistering got lost.
        Coverage.reached("directory.own-leftover-removed");
        call.ask(new Unregister(held));
        yield null;
      }
      case Race r -> ownerRuns.isLatest(answered.from()) ? registration : null;
    };
  }

  private CompletableFuture<DirectoryAnswer> answerSelf(DirectoryQuestion question) {
    return answerer.answer(self, question);
  }

  private OwnerCall callOwnerOf(ActorId actor, String verb) {
    NodeAddress owner = ownership.ownerOf(actor);
    return new OwnerCall(providers, questions, () -> closed, owner, verb + " " + actor);
  }

  private void tellLosers(List<Loss> losses) {
    if (!losses.isEmpty()) {
      background.start("directory-losses", () -> losses.forEach(this::tellLoser));
    }
  }

  private void tellLoser(Loss loss) {
    NodeAddress node = loss.loser().node().address();
    OwnerCall call =
        new OwnerCall(providers, questions, () -> closed, node, "tell " + loss.loser());
    try {
      call.ask(new Lost(loss.loser(), loss.winner()));
    } catch (DirectoryException e) {
      rebuild.read(node); // when it can be reached its report shows the conflict again
    }
  }

  private DirectoryException unexpected(ActorId actor, Answered answered) {
    return new DirectoryException(
        Reason.GARBAGE,
        ownership.ownerOf(actor),
        "asked about %s, %s answered with an unfitting %s"
            .formatted(actor, answered.from(), answered.answer().getClass().getSimpleName()));
  }
}
