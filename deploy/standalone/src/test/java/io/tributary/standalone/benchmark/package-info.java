/**
 * Whole-process benchmarks: real processes, real files, a broker in a JVM of its own; started by hand, figures in docs/benchmarks.md.
 * Not here: benchmarks of one class, which lie beside the class, and anything that could fail a build for being slow.
 */
package io.tributary.standalone.benchmark;
