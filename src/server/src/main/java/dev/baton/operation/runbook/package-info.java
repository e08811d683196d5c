/** A plan as a manual procedure for print, made from whatever hosts answer. */
@NullMarked
package dev.baton.operation.runbook;

import org.jspecify.annotations.NullMarked;
