/**
 * The append-only event log: append, read and verify.
 *
 * <p>Three parts are more than the plain way, each for a goal that {@code baton bench log}
 * measures; the figures are of a machine with two cores and ten million events.
 *
 * <ul>
 *   <li>Group commit ({@code GroupCommitQueue}, {@code LogWriter}) is for append-64: 64 callers are
 *       to append twice as fast as 64 connections insert; 8,472 events a second against 5,300 of
 *       plain inserts.
 *   <li>The query planner ({@code CandidateSeqs}, {@code SeqRange}, {@code IndexRange}) is for
 *       query-p99: no documented query reads the table whole, its 99th percentile is to stay below
 *       50 ms; 18.9 ms.
 *   <li>The binary COPY ({@code BinaryRow}, {@code ByteText}) is for export and verify, which are
 *       to keep up with a COPY of the table as CSV; 241,200 and 278,800 events a second.
 * </ul>
 */
@NullMarked
package dev.baton.eventlog;

import org.jspecify.annotations.NullMarked;
