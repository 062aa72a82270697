package io.tributary.enricher.parse;

/**
 * A timestamp of RFC 3339 read from bytes, without allocation. An offset is required, {@code t} and {@code z} may be lower case, digits behind the
 * ninth of the fraction are ignored, and a leap second, allowed at 23:59:60 UTC only, counts as the second after it.
 */
public final class Rfc3339 {

    private static final int SHORTEST = "2024-01-01T00:00:00Z".length();
    private static final int NANO_DIGITS = 9;
    private static final int OFFSET_LENGTH = "+00:00".length();
    private static final int MINUTES_PER_DAY = 24 * 60;
    private static final int LAST_MINUTE = MINUTES_PER_DAY - 1;
    private static final int LEAP = 60;
    private static final byte[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private byte[] text;
    private int end;
    private boolean bad;
    private long epochSecond;
    private int nano;

    /** Seconds since 1970 of what was parsed last. */
    public long epochSecond() {
        return epochSecond;
    }

    /** Nanoseconds within that second. */
    public int nano() {
        return nano;
    }

    /**
     * Reads a timestamp that fills the whole range.
     *
     * @return whether it is one
     */
    public boolean parse(byte[] array, int from, int to) {
        if (to - from < SHORTEST) {
            return false;
        }
        text = array;
        end = to;
        bad = false;
        int year = pair(from) * 100 + pair(from + 2);
        expect(from + 4, '-');
        int month = pair(from + 5);
        expect(from + 7, '-');
        int day = pair(from + 8);
        int t = array[from + 10] | 0x20;
        int hour = pair(from + 11);
        expect(from + 13, ':');
        int minute = pair(from + 14);
        expect(from + 16, ':');
        int second = pair(from + 17);
        int zone = fraction(from + 19);
        int offset = offset(zone);
        if (bad || t != 't' || month < 1 || month > 12 || day < 1 || day > lengthOf(year, month)) {
            return false;
        }
        int minuteOfDay = Math.floorMod(hour * 60 + minute - offset, MINUTES_PER_DAY);
        if (hour > 23 || minute > 59 || second > LEAP || (second == LEAP && minuteOfDay != LAST_MINUTE)) {
            return false;
        }
        epochSecond = epochDay(year, month, day) * 86_400L + (hour * 60L + minute - offset) * 60L + second;
        return true;
    }

    private int pair(int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        // Negative if any of the two is outside 0 to 9.
        bad |= (tens | 9 - tens | ones | 9 - ones) < 0;
        return tens * 10 + ones;
    }

    private void expect(int at, char wanted) {
        bad |= text[at] != wanted;
    }

    /** Reads the fraction, if there is one; gives the position behind it. */
    private int fraction(int from) {
        int value = 0;
        int digits = 0;
        int at = from;
        if (text[at] == '.') {
            at++;
            while (at < end && text[at] >= '0' && text[at] <= '9') {
                if (digits < NANO_DIGITS) {
                    value = value * 10 + (text[at] - '0');
                    digits++;
                }
                at++;
            }
            bad |= digits == 0;
        }
        for (int i = digits; i < NANO_DIGITS; i++) {
            value *= 10;
        }
        nano = value;
        return at;
    }

    /** Minutes east of UTC. */
    private int offset(int at) {
        if (at < end && (text[at] | 0x20) == 'z') {
            bad |= at + 1 != end;
            return 0;
        }
        if (end - at != OFFSET_LENGTH || (text[at] != '+' && text[at] != '-')) {
            bad = true;
            return 0;
        }
        int hours = pair(at + 1);
        expect(at + 3, ':');
        int minutes = pair(at + 4);
        bad |= hours > 23 || minutes > 59;
        int east = hours * 60 + minutes;
        return text[at] == '-' ? -east : east;
    }

    private static int lengthOf(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : DAYS[month - 1];
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar: years counted from March, in eras of 400. */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468L;
    }
}
