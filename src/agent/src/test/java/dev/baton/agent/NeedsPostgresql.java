package dev.baton.agent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** Marks tests that start real servers; they are skipped where there are none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("postgres")
@EnabledIf(
    value = "dev.baton.agent.PostgresPair#possible",
    disabledReason = "needs PostgreSQL 15 in /usr/lib/postgresql/15/bin and a user to run it")
public @interface NeedsPostgresql {}
