package io.tributary.collector.tail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the model knows of one content: every byte that was ever written to it, and whether any of them may be lost. */
final class ModelContent {

    final int number;
    final int restart;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    /** Its name in the container's folder; {@code null} when it is no longer on the disk. */
    String name;
    /** How many listings the collector had made when the content came into being or the collector was started. */
    int listingsBefore;
    /** The collector looked when its first line was there. */
    boolean identified;
    /** Something destroyed it that the collector could not prevent: a gap may stand for what was not read. */
    boolean mayBeLost;

    ModelContent(int number, int restart, String name) {
        this.number = number;
        this.restart = restart;
        this.name = name;
    }

    void append(byte[] more) {
        bytes.writeBytes(more);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    int length() {
        return bytes.size();
    }

    boolean isOnDisk() {
        return name != null;
    }

    boolean isCompressed() {
        return name != null && name.endsWith(".gz");
    }

    boolean hasLine() {
        return new String(bytes(), StandardCharsets.UTF_8).indexOf('\n') >= 0;
    }

    boolean endsInsideALine() {
        byte[] all = bytes();
        return all.length > 0 && all[all.length - 1] != '\n';
    }

    /** Whether the two begin alike, so that they bear one file id: every line has a time of its own. */
    boolean hasHeadOf(byte[] other) {
        int stamp = Math.min(30, Math.min(length(), other.length));
        return stamp > 0 && Arrays.equals(bytes(), 0, stamp, other, 0, stamp);
    }

    @Override
    public String toString() {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        return "content " + number + " (" + (name == null ? "gone" : name) + ", " + length() + " bytes, "
                + text.substring(0, Math.min(30, text.length())) + ")";
    }
}
