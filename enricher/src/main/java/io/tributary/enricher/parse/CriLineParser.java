package io.tributary.enricher.parse;

import io.tributary.enricher.event.Stream;

/**
 * {@code <time> <stdout|stderr> <P|F>[:<tag>…] <content>}, as containerd and CRI-O write it. Content is taken as it is: a second space, a carriage
 * return or a tab is content. Nothing but the tag may be last: {@code … F} without a space behind it has empty content.
 */
public final class CriLineParser implements LineParser {

    /**
     * The prefix must end within so many bytes of the line, or the line is none of this format. A bound is needed because lines longer than a chunk
     * are read while they arrive; runtimes need 47 bytes.
     */
    public static final int MAX_PREFIX = 256;

    private static final int STREAM_LENGTH = "stdout".length();

    @Override
    public boolean parse(byte[] array, int from, int to, ParsedLine into) {
        int limit = Math.min(to, from + MAX_PREFIX);
        int timeEnd = space(array, from, limit);
        int streamEnd = timeEnd + 1 + STREAM_LENGTH;
        int tag = streamEnd + 1;
        if (tag >= limit || array[streamEnd] != ' ') {
            return false;
        }
        into.start(ParsedLine.Format.CRI);
        into.stream = stream(array, timeEnd + 1);
        if (into.stream == null || !into.instant.parse(array, from, timeEnd)) {
            return false;
        }
        int tagEnd = space(array, tag, limit);
        boolean unending = tagEnd == limit && limit != to;
        boolean oneLetter = tagEnd == tag + 1 || (tagEnd > tag + 1 && array[tag + 1] == ':');
        if (unending || !oneLetter || (array[tag] != 'F' && array[tag] != 'P')) {
            return false;
        }
        into.complete = array[tag] == 'F';
        into.time(array, from, timeEnd);
        into.message(array, Math.min(tagEnd + 1, to), to);
        return true;
    }

    private static int space(byte[] array, int from, int to) {
        int at = from;
        while (at < to && array[at] != ' ') {
            at++;
        }
        return at;
    }

    private static Stream stream(byte[] array, int at) {
        if (array[at] != 's' || array[at + 1] != 't' || array[at + 2] != 'd') {
            return null;
        }
        if (array[at + 3] == 'o' && array[at + 4] == 'u' && array[at + 5] == 't') {
            return Stream.STDOUT;
        }
        return array[at + 3] == 'e' && array[at + 4] == 'r' && array[at + 5] == 'r' ? Stream.STDERR : null;
    }
}
