package dev.moonpool.actors.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// A type with its type arguments, which a class alone cannot name.
///
/// For answers that are collections or other generic types, as the empty subclass that keeps its
/// argument: `.request("keys", ListKeys.class, new TypeToken<List<Key>>() {})`.
///
/// @param <T> the type
public abstract class TypeToken<T> {
  private final Type type;

  /// Reads the type argument of the subclass.
  ///
  /// @throws IllegalArgumentException if the subclass names none
  protected TypeToken() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)
        || parent.getRawType() != TypeToken.class) {
      throw new IllegalArgumentException(
          "a type token names its type: new TypeToken<List<String>>() {}");
    }
    this.type = parent.getActualTypeArguments()[0];
  }

  /// The type that it stands for.
  public final Type type() {
    return type;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof TypeToken<?> token && type.equals(token.type);
  }

  @Override
  public final int hashCode() {
    return type.hashCode();
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
