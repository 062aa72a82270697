package io.tributary.enricher.output;

import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Slice;

/**
 * Writes an event's time as RFC 3339 in UTC, {@code 2026-01-05T10:11:12.123456789Z}. Where the runtime wrote a time
 * its digits are kept, all of them and no more; a time with an offset is brought to UTC, which leaves its fraction
 * alone. Without it (unparsed lines, gaps, accounts) there are three digits of fraction, or nine if three do not do.
 */
final class EventTime {

    /** The longest text that is taken for a runtime's time, in bytes; runtimes write at most 35. */
    static final int LONGEST_WRITTEN = 64;
    /** The longest result, in bytes. */
    static final int LONGEST = LONGEST_WRITTEN + 1;

    private static final int SECONDS_END = 19;
    /** Years 0000 and 9999: RFC 3339 has no others. */
    private static final long FIRST_SECOND = -62_167_219_200L;

    private static final long LAST_SECOND = 253_402_300_799L;
    private static final int SECONDS_PER_DAY = 86_400;

    private EventTime() {}

    /**
     * Writes the event's time.
     *
     * @param out at least {@link #LONGEST} bytes behind the position
     * @return position behind it
     */
    static int write(LogEvent event, byte[] out, int position) {
        Slice time = event.time();
        if (time == null
                || time.length() > LONGEST_WRITTEN
                || !startsWithSeconds(time.array(), time.from(), time.to())) {
            return fraction(event.nano(), out, seconds(event.epochSecond(), out, position));
        }
        byte[] text = time.array();
        int zone = zoneStart(text, time.from(), time.to());
        int fraction = time.from() + SECONDS_END;
        int put;
        if (zone + 1 == time.to() && (text[zone] | 0x20) == 'z' && text[time.from() + 17] != '6') {
            System.arraycopy(text, time.from(), out, position, SECONDS_END);
            out[position + 10] = 'T';
            put = position + SECONDS_END;
        } else {
            put = seconds(event.epochSecond(), out, position);
        }
        System.arraycopy(text, fraction, out, put, zone - fraction);
        put += zone - fraction;
        out[put++] = 'Z';
        return put;
    }

    private static boolean startsWithSeconds(byte[] text, int from, int to) {
        if (to - from <= SECONDS_END) {
            return false;
        }
        for (int i = 0; i < SECONDS_END; i++) {
            byte b = text[from + i];
            boolean fits = switch (i) {
                case 4, 7 -> b == '-';
                case 10 -> (b | 0x20) == 't' || b == ' ';
                case 13, 16 -> b == ':';
                default -> b >= '0' && b <= '9';
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int zoneStart(byte[] text, int from, int to) {
        int at = from + SECONDS_END;
        if (text[at] != '.') {
            return at;
        }
        int digits = at + 1;
        int end = digits;
        while (end < to && text[end] >= '0' && text[end] <= '9') {
            end++;
        }
        return end == digits ? at : end;
    }

    private static int fraction(int nano, byte[] out, int position) {
        out[position] = '.';
        boolean whole = nano % 1_000_000 == 0;
        int put = whole
                ? Digits.writePadded(nano / 1_000_000, out, position + 1, 3)
                : Digits.writePadded(nano, out, position + 1, 9);
        out[put] = 'Z';
        return put + 1;
    }

    /** Date and time of day without {@code java.time}, which would allocate; days to civil date after Howard Hinnant. */
    private static int seconds(long epochSecond, byte[] out, int position) {
        long second = Math.min(Math.max(epochSecond, FIRST_SECOND), LAST_SECOND);
        int ofDay = (int) Math.floorMod(second, (long) SECONDS_PER_DAY);
        // Days since 1 March 0000, so that the leap day is the last of its year; era = 400 years.
        long days = Math.floorDiv(second, (long) SECONDS_PER_DAY) + 719_468;
        long era = Math.floorDiv(days, 146_097L);
        long ofEra = days - era * 146_097;
        long yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        long ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shifted = (5 * ofYear + 2) / 153;
        long day = ofYear - (153 * shifted + 2) / 5 + 1;
        long month = shifted < 10 ? shifted + 3 : shifted - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        int put = Digits.writePadded(year, out, position, 4);
        put = separated('-', month, out, put);
        put = separated('-', day, out, put);
        put = separated('T', ofDay / 3_600, out, put);
        put = separated(':', ofDay / 60 % 60, out, put);
        return separated(':', ofDay % 60, out, put);
    }

    private static int separated(char separator, long value, byte[] out, int position) {
        out[position] = (byte) separator;
        return Digits.writePadded(value, out, position + 1, 2);
    }
}
