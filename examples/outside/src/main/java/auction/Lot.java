package auction;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.Request;

/// What a lot understands.
public interface Lot {
  /// The stable names of all of it.
  ActorType<Lot> TYPE =
      ActorType.named("lot", Lot.class)
          .request("look", Look.class, Standing.class)
          .request("bid", Bid.class, Standing.class)
          .request("put", Put.class, Standing.class)
          .refusal("too-low", TooLow.class);

  /// The highest bid so far, and whose it is.
  record Standing(String bidder, long cents) {}

  /// Asks for the standing.
  record Look() implements Request<Lot, Standing> {}

  /// Bids, if it is more than the standing.
  record Bid(String bidder, long cents) implements Request<Lot, Standing> {}

  /// Replaces the standing, whatever it is: only safe for a caller that is alone.
  record Put(String bidder, long cents) implements Request<Lot, Standing> {}

  /// Refuses a bid that is not more than the standing.
  record TooLow(Standing standing) implements Refusal {}
}
