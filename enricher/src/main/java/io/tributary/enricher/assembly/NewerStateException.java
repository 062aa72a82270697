package io.tributary.enricher.assembly;

/**
 * An entry of the state was written by a newer release. No record is at fault, so none must be passed over for it: the application has to stop.
 */
public final class NewerStateException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    NewerStateException(int found, int known) {
        super("assembly state has version " + found + ", this release reads versions up to " + known
                + ": start the newer release again");
    }
}
