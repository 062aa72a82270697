/** Text that is safe to show: names as a terminal may have them, and JSON of plain maps and lists. Not here: what any text says. */
package io.tributary.runtime.text;
