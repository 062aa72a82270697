package io.tributary.collector.tail;

import java.util.ArrayList;
import java.util.List;

/** Where one content shows on the disk: under one name, under several, or no longer. */
final class Presence {

    /** A directory that is read while a name changes may miss both the old and the new one. */
    private static final int LISTINGS_UNTIL_GONE = 2;

    private FoundFile main;
    private List<FoundFile> copies = new ArrayList<>(0);
    private List<FoundFile> confirmed = new ArrayList<>(0);
    private boolean displaced;
    private boolean mainSeen = true;
    private int missed;

    Presence(FoundFile main) {
        this.main = main;
    }

    /** Where another content shows that is in the same file now: only if a listing shows the file. */
    Presence ofSuccessor() {
        Presence successor = new Presence(main);
        successor.mainSeen = mainSeen;
        successor.missed = missed;
        return successor;
    }

    /** The name to open, or the last one that was known. */
    FoundFile main() {
        return main;
    }

    /** A listing begins. */
    void unseen() {
        mainSeen = false;
        confirmed.clear();
    }

    /** The file's name now. */
    void see(FoundFile found) {
        main = found;
        mainSeen = true;
    }

    /** Whether this name was known for this content; an inode alone says nothing, for it is given out again once a file is gone. */
    boolean sees(FoundFile found) {
        if (!displaced && isSame(main, found)) {
            see(found);
            return true;
        }
        for (FoundFile copy : copies) {
            if (isSame(copy, found)) {
                confirmed.add(found);
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(FoundFile a, FoundFile b) {
        return a.path().equals(b.path()) && a.fileKey().equals(b.fileKey());
    }

    /** A listing ended: names that it did not show are forgotten, unless it is the last one. */
    void listed() {
        missed = mainSeen || !confirmed.isEmpty() ? 0 : missed + 1;
        List<FoundFile> previous = copies;
        copies = confirmed;
        confirmed = previous;
        if (!mainSeen) {
            fallBack();
        }
    }

    private boolean fallBack() {
        if (copies.isEmpty()) {
            return false;
        }
        see(copies.remove(0));
        displaced = false;
        return true;
    }

    /** Another name for the same content. */
    void addCopy(FoundFile copy) {
        if (mainSeen) {
            copies.add(copy);
        } else {
            see(copy);
        }
        missed = 0;
    }

    /** The same content, better read under this name. */
    void prefer(FoundFile better) {
        if (mainSeen && !displaced) {
            copies.add(main);
        }
        see(better);
        displaced = false;
        missed = 0;
    }

    /** The file under the name holds another content by now. */
    void displace() {
        displaced = !fallBack();
    }

    /** Whether no name is known that shows the content. */
    boolean isDisplaced() {
        return displaced;
    }

    /** Whether the last listing did not show it. */
    boolean isDoubtful() {
        return missed > 0;
    }

    boolean isGone() {
        return missed >= LISTINGS_UNTIL_GONE;
    }

    /** Whether it is what the runtime writes to, as far as names tell. */
    boolean isCurrent() {
        return main.form() == FoundFile.Form.CURRENT && !displaced && mainSeen;
    }

    boolean isCompressed() {
        boolean compressed = main.form() == FoundFile.Form.COMPRESSED;
        for (int i = 0; i < copies.size(); i++) {
            compressed |= copies.get(i).form() == FoundFile.Form.COMPRESSED;
        }
        return compressed;
    }
}
