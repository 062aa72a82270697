package io.tributary.enricher.assembly;

import io.tributary.enricher.event.Flag;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Sets of flags in the state and in events. */
final class Flags {

    private Flags() {}

    /** One flag, or none for {@code null}. */
    static Set<Flag> of(Flag flag) {
        return flag == null ? Set.of() : Set.of(flag);
    }

    /** A copy that does not change. */
    static Set<Flag> copy(Set<Flag> flags) {
        return flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }

    /** All flags of the first set and both others; {@code null} stands for none. */
    static Set<Flag> plus(Set<Flag> flags, Flag one, Flag other) {
        if (one == null && other == null) {
            return flags;
        }
        EnumSet<Flag> all = EnumSet.noneOf(Flag.class);
        all.addAll(flags);
        all.addAll(of(one));
        all.addAll(of(other));
        return Collections.unmodifiableSet(all);
    }

    static void write(Set<Flag> flags, StateOutput out) {
        out.number(flags.size());
        flags.forEach(flag -> out.text(flag.label()));
    }

    static EnumSet<Flag> read(StateInput in) {
        EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
        for (int i = in.small(); i > 0; i--) {
            String label = in.text();
            for (Flag flag : Flag.values()) {
                if (flag.label().equals(label)) {
                    flags.add(flag);
                }
            }
        }
        return flags;
    }
}
