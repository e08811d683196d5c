/**
 * The engine: carries out frozen plans, one event at a time. It knows no step by name.
 *
 * <p>What follows from a state is decided by {@link dev.baton.operation.engine.OperationDecider},
 * which is pure; the runner only appends what it says and starts what was appended.
 */
@NullMarked
package dev.baton.operation.engine;

import org.jspecify.annotations.NullMarked;
