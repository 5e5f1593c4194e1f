package auction;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.RefusedException;

/// Bids on a lot a little more than the standing.
public final class Bidder {
  /// Plants the race if the environment variable `AUCTION_RACE` is set.
  private static final boolean RACE = System.getenv("AUCTION_RACE") != null;

  private final String name;
  private final ActorRef<Lot> lot;

  /// A bidder of this name on this lot.
  public Bidder(String name, ActorRef<Lot> lot) {
    this.name = name;
    this.lot = lot;
  }

  /// Bids `step` cents more than the standing. Answers whether the bid was taken; false if another
  /// bidder was faster, or if the outcome is unknown.
  public boolean raise(long step) {
    try {
      long cents = lot.call(new Lot.Look()).cents() + step;
      if (RACE) {
        lot.call(new Lot.Put(name, cents)); // between the look and this another bid may have come
      } else {
        lot.call(new Lot.Bid(name, cents)); // the lot looks and bids in one turn
      }
      return true;
    } catch (RefusedException _) {
      return false;
    } catch (ActorException _) {
      return false; // not sent, or perhaps executed: the next look tells
    }
  }
}
