package auction;

import auction.Lot.Standing;
import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.RefusedException;

/// A lot: keeps the highest bid.
public final class LotActor {
  /// How lots are made; a node hosts this.
  public static final Definition<Lot, LotActor> DEFINITION =
      Lot.TYPE
          .state(Standing.class, new Standing("nobody yet", 0))
          .create(LotActor::new)
          .on(Lot.Look.class, LotActor::look)
          .on(Lot.Bid.class, LotActor::bid)
          .on(Lot.Put.class, LotActor::put);

  private final ActorState<Standing> standing;

  LotActor(ActorContext context, ActorState<Standing> standing) {
    this.standing = standing;
  }

  private Standing look(Lot.Look request) {
    return standing.get();
  }

  private Standing bid(Lot.Bid bid) {
    if (bid.cents() <= standing.get().cents()) {
      throw new RefusedException(new Lot.TooLow(standing.get()));
    }
    return standing.persist(new Standing(bid.bidder(), bid.cents()));
  }

  private Standing put(Lot.Put put) {
    return standing.persist(new Standing(put.bidder(), put.cents()));
  }
}
