package io.tributary.enricher.watch;

/** One key of the metadata topic: what should stand there, and what is known to stand there. */
final class Row {

    private RowState wanted;
    private RowState published;
    private boolean erase;

    /** What should stand there; {@code null} if nothing is known but what was read from the topic and could not be understood. */
    RowState wanted() {
        return wanted;
    }

    /** What is committed; {@code null} if nothing. */
    RowState published() {
        return published;
    }

    /** Changes what should stand there. */
    void want(RowState state) {
        wanted = state;
        erase = false;
    }

    /** The row should go, as soon as it stands there as deleted. */
    void erase() {
        erase = true;
    }

    /** What the topic says; replaces all that was believed of it. Its content is kept only if nobody else has it. */
    void found(RowState state) {
        boolean known = wanted != null && wanted.content() != null;
        published = state == null || !known ? state : state.withoutContent();
    }

    /** After the topic was read to its end: what nobody knows better is taken from there. */
    void adopt() {
        boolean forgotten = wanted == null || wanted.content() == null;
        if (forgotten && published != null && published.isReadable()) {
            want(published);
        }
        if (published != null) {
            published = published.withoutContent();
        }
    }

    /** What has to be written next, {@code null} if nothing. */
    Write next(String key) {
        if (wanted == null) {
            return null;
        }
        boolean inTopic = published != null && published.digest().equals(wanted.digest());
        if (inTopic) {
            return erase ? new Write(key, wanted, true) : null;
        }
        boolean neverThere = published == null && erase;
        if (neverThere || wanted.content() == null) {
            wanted = null;
            return null;
        }
        return new Write(key, wanted, false);
    }

    /** The write is in the topic for good. */
    void committed(Write write) {
        boolean newest = wanted != null && wanted.digest().equals(write.state().digest());
        if (write.tombstone()) {
            published = null;
            wanted = newest ? null : wanted;
            return;
        }
        published = write.state().withoutContent();
        if (newest && wanted.isDeleted()) {
            // A deleted pod does not change any more; its content stays in the topic only.
            wanted = published;
        }
    }

    boolean isEmpty() {
        return wanted == null && published == null;
    }
}
