/**
 * What must hold of everything that was written and everything that was read, whatever was killed in between.
 * Not here: how a test writes, kills or reads.
 */
package io.tributary.standalone.guarantee;
