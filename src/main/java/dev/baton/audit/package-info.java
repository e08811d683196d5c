/** The morning after: search the record, follow it, verify it. */
@NullMarked
package dev.baton.audit;

import org.jspecify.annotations.NullMarked;
