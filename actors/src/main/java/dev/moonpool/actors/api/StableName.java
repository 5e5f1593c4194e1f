package dev.moonpool.actors.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name under which a part of a state, request or answer is written, where that is not its name
/// in the code.
///
/// On a component of a record or a constant of an enum: lets it be renamed while what was stored
/// under the old name is still read. On a record that a sealed interface permits: the name that
/// tells it from the others, by default its simple class name.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER})
public @interface StableName {
  /// The name, unique among those beside it.
  String value();
}
