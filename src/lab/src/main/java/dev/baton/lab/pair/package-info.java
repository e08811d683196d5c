/**
 * Four hosts on one machine, for the demo and the tests. Talks to the control plane over REST like
 * any other caller and shares no code with it.
 */
@NullMarked
package dev.baton.lab.pair;

import org.jspecify.annotations.NullMarked;
