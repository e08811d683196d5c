/** Watches the pair from outside, all the time: writable databases, holders of the address. */
@NullMarked
package dev.baton.lab.watch;

import org.jspecify.annotations.NullMarked;
