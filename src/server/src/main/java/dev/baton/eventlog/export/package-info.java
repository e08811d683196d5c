/** The log as lines of JSON, and their verification without database or control plane (L10). */
@NullMarked
package dev.baton.eventlog.export;

import org.jspecify.annotations.NullMarked;
