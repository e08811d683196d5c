/** The hands: what the control plane can have done on a host, and what it knows about hosts. */
@NullMarked
package dev.baton.host;

import org.jspecify.annotations.NullMarked;
