/** What goes on in a running server: who is connected, and what is written. */
@NullMarked
package dev.baton.agent.activity;

import org.jspecify.annotations.NullMarked;
