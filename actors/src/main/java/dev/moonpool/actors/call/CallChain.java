package dev.moonpool.actors.call;

import dev.moonpool.actors.id.ActorId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The actors that wait for a request, the nearest first: what makes a call cycle visible.
///
/// @param actor who made the call
/// @param method the request that this actor runs
/// @param caller who waits for that one, or null if it came from outside
/// @param depth how many actors wait, this one included
public record CallChain(ActorId actor, String method, @Nullable CallChain caller, int depth) {
  /// How deep calls may be nested.
  public static final int DEPTH_MAX = 64;

  /// What a lifecycle hook is called in place of a request.
  public static final String HOOK = "hook";

  /// The chain after `actor`, which runs `method` for `caller`, makes a call.
  public static CallChain extend(ActorId actor, String method, @Nullable CallChain caller) {
    return new CallChain(actor, method, caller, caller == null ? 1 : caller.depth + 1);
  }

  /// Whether this actor is among those that wait.
  public boolean contains(ActorId wanted) {
    for (CallChain link = this; link != null; link = link.caller) {
      if (link.actor.equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  /// Whether `caller` is among those that wait and has called `callee`.
  ///
  /// @param target who is asked by the message that has this chain: the nearest one's callee
  public boolean says(ActorId caller, ActorId callee, ActorId target) {
    ActorId called = target;
    for (CallChain link = this; link != null; link = link.caller) {
      if (called.equals(callee) && link.actor.equals(caller)) {
        return true;
      }
      called = link.actor;
    }
    return false;
  }

  /// Whether a lifecycle hook of this actor is among those that wait.
  public boolean hasHookOf(ActorId wanted) {
    return contains(wanted) && !everyMethodOf(wanted, method -> !method.equals(HOOK));
  }

  /// Whether `condition` holds for every method that this actor runs in the chain.
  public boolean everyMethodOf(ActorId wanted, Predicate<String> condition) {
    for (CallChain link = this; link != null; link = link.caller) {
      if (link.actor.equals(wanted) && !condition.test(link.method)) {
        return false;
      }
    }
    return true;
  }

  /// The cycle that a call of `method` on `target` closes, from `target` to `target`, for people.
  public List<String> cycle(ActorId target, String method) {
    List<String> links = new ArrayList<>();
    links.add(target + "." + method);
    for (CallChain link = this; link != null; link = link.caller) {
      links.add(link.actor + "." + link.method);
      if (link.actor.equals(target)) {
        break;
      }
    }
    Collections.reverse(links);
    return links;
  }
}
