/**
 * The transport of metrics: one registry per part of a process.
 * Not here: the name of any metric; those are in each part's own {@code *Metrics} class.
 */
package io.tributary.runtime.metrics;
