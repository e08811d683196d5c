/** {@code ./baton demo}: its scenario, its assertions and its output. */
@NullMarked
package dev.baton.lab.demo;

import org.jspecify.annotations.NullMarked;
