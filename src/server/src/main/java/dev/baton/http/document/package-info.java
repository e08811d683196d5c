/**
 * The published document of the API: what the resources say of themselves, and what can be told of
 * all calls from their shape.
 *
 * <p>Works while the program is built; nothing here runs when a call is answered.
 */
@NullMarked
package dev.baton.http.document;

import org.jspecify.annotations.NullMarked;
