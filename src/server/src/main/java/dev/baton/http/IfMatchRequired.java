package dev.baton.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells readers of the API that a call is refused without {@code If-Match}. What refuses it is
 * {@link IfMatch#require}; a test holds the two together.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface IfMatchRequired {}
