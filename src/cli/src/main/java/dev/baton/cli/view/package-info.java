/** Answers of the API in words. */
@NullMarked
package dev.baton.cli.view;

import org.jspecify.annotations.NullMarked;
