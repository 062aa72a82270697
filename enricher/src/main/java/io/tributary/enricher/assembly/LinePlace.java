package io.tributary.enricher.assembly;

import io.tributary.enricher.event.Flag;
import java.util.Set;

/**
 * Where a physical line stands.
 *
 * @param start position of its first byte in the file
 * @param readTime when that byte was read, milliseconds since 1970
 * @param late whether it fills a hole
 * @param ending why it ends without a newline; {@code null} if it has one
 */
record LinePlace(long start, long readTime, boolean late, Flag ending) {

    /** The flags, with those that the place asks for. */
    Set<Flag> flags(Set<Flag> others) {
        return Flags.plus(others, late ? Flag.LATE : null, ending);
    }
}
