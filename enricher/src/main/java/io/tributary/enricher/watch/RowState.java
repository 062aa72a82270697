package io.tributary.enricher.watch;

import java.util.Objects;

/**
 * What stands, or should stand, under one key of the metadata topic.
 *
 * @param uid uid of the pod that the row is of; {@code null} for a row that could not be read
 * @param content the encoded row; {@code null} where nobody needs it again
 * @param digest of everything in the row that a reader could notice
 * @param deletedAt when the pod was found deleted, in ms since the epoch; {@link #LIVING} if it was not
 */
record RowState(String uid, byte[] content, String digest, long deletedAt) {

    /** Instead of a time: not deleted. */
    static final long LIVING = -1;

    private static final RowState UNREADABLE = new RowState(null, null, "", LIVING);

    RowState {
        Objects.requireNonNull(digest, "digest is null");
    }

    /** A row whose bytes are no pod metadata of this cluster. */
    static RowState unreadable() {
        return UNREADABLE;
    }

    boolean isDeleted() {
        return deletedAt != LIVING;
    }

    boolean isReadable() {
        return uid != null;
    }

    RowState withoutContent() {
        return content == null ? this : new RowState(uid, null, digest, deletedAt);
    }
}
