/** Bringing back the site that is out, and on request the service home. */
@NullMarked
package dev.baton.recovery;

import org.jspecify.annotations.NullMarked;
