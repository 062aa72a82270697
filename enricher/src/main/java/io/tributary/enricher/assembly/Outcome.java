package io.tributary.enricher.assembly;

import io.tributary.enricher.assembly.Assembled.Tally;
import io.tributary.enricher.event.LogEvent;
import java.util.ArrayList;
import java.util.List;

/** What a record has come to so far: kept apart until all of it is assembled, for nothing may happen before (protocol 11). */
final class Outcome {

    final AssemblyLimits limits;
    final StateChanges state;
    final List<LogEvent> events = new ArrayList<>();
    long received;
    long fresh;
    long late;
    long gapBytes;
    long unannounced;
    long historyUnknown;
    long recovered;
    long lines;
    long joined;
    long oversize;

    Outcome(AssemblyLimits limits, StateReader store) {
        this.limits = limits;
        this.state = new StateChanges(store);
    }

    Assembled assembled() {
        Tally tally = new Tally(
                received,
                fresh,
                received - fresh,
                late,
                gapBytes,
                unannounced,
                historyUnknown,
                recovered,
                lines,
                joined,
                oversize);
        return new Assembled(state.list(), List.copyOf(events), tally);
    }
}
