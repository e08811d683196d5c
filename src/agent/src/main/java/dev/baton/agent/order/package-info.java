/** How an order is processed: admission, journal, execution. */
@NullMarked
package dev.baton.agent.order;

import org.jspecify.annotations.NullMarked;
