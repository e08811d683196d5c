/**
 * Who may call and which hosts belong: tokens, calls turned away, host registration and the
 * certificates of control plane and agents.
 *
 * <p>There is no way to run without tokens: the first start makes them.
 */
@NullMarked
package dev.baton.access;

import org.jspecify.annotations.NullMarked;
