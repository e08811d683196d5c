/** Hosts on this machine: network namespaces, processes, files, PostgreSQL servers. */
@NullMarked
package dev.baton.lab.machine;

import org.jspecify.annotations.NullMarked;
