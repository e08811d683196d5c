/**
 * What a call must be like before a resource is asked: its head, its query and its body's bytes.
 *
 * <p>What is refused here has had no effect, whatever the resource would have done.
 */
@NullMarked
package dev.baton.http.request;

import org.jspecify.annotations.NullMarked;
