package dev.moonpool.foundation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The result must be used: it has to be closed, or says what to do.
///
/// Error Prone and other tools know annotations of this name, wherever they come from; this build
/// refuses code that does not keep to it.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface CheckReturnValue {}
