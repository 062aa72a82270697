/** From bytes of one physical line to its fields, without memory of other lines. Not here: joining, state, time. */
package io.tributary.enricher.parse;
