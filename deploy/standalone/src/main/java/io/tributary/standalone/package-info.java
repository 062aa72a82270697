/** Everything in one JVM: embedded broker, watcher, collector, enricher; and the demo. Not here: what any of these does. */
package io.tributary.standalone;
