package io.tributary.enricher.parse;

/**
 * Walks over JSON text in bytes and checks its grammar (RFC 8259) without building anything. Unlike a JSON library it takes any bytes above 0x7F
 * inside strings, so a record is not lost for one invalid UTF-8 sequence.
 */
final class JsonScanner {

    private static final int MAX_DEPTH = 64;

    private byte[] array;
    private int to;
    private int at;
    private int firstEscape;

    void start(byte[] text, int from, int end) {
        array = text;
        at = from;
        to = end;
    }

    int position() {
        return at;
    }

    /** Whether the string passed last has an escape in it. */
    boolean escaped() {
        return firstEscape >= 0;
    }

    /** Position of the first escape in the string passed last; -1 if it has none. */
    int firstEscape() {
        return firstEscape;
    }

    void blanks() {
        while (at < to && (array[at] == ' ' || array[at] == '\t' || array[at] == '\r' || array[at] == '\n')) {
            at++;
        }
    }

    boolean atEnd() {
        return at >= to;
    }

    /** The byte that is next, or -1 at the end. */
    int peek() {
        return at < to ? array[at] : -1;
    }

    /** Passes one byte if it is the next. */
    boolean pass(char wanted) {
        if (at < to && array[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** Passes a string with both quotes; false if there is none that is well-formed. */
    boolean string() {
        firstEscape = -1;
        if (!pass('"')) {
            return false;
        }
        for (at = PlainRun.end(array, at, to); at < to; at = PlainRun.end(array, at, to)) {
            byte b = array[at++];
            if (b == '"') {
                return true;
            }
            if (b == '\\') {
                if (firstEscape < 0) {
                    firstEscape = at - 1;
                }
                if (!escape()) {
                    return false;
                }
            } else if (b >= 0 && b < ' ') {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        if (at >= to) {
            return false;
        }
        return switch (array[at++]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            case 'u' -> fourHexDigits();
            default -> false;
        };
    }

    private boolean fourHexDigits() {
        for (int i = 0; i < 4; i++) {
            if (at >= to || Character.digit(array[at++], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Passes one value of any kind; false if there is none that is well-formed, or it is nested too deep. */
    boolean value() {
        return value(MAX_DEPTH);
    }

    private boolean value(int depth) {
        return switch (peek()) {
            case '"' -> string();
            case '{' -> depth > 0 && object(depth - 1);
            case '[' -> depth > 0 && list(depth - 1);
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean object(int depth) {
        at++;
        blanks();
        if (pass('}')) {
            return true;
        }
        do {
            blanks();
            if (!string()) {
                return false;
            }
            blanks();
            if (!pass(':')) {
                return false;
            }
            blanks();
            if (!value(depth)) {
                return false;
            }
            blanks();
        } while (pass(','));
        return pass('}');
    }

    private boolean list(int depth) {
        at++;
        blanks();
        if (pass(']')) {
            return true;
        }
        do {
            blanks();
            if (!value(depth)) {
                return false;
            }
            blanks();
        } while (pass(','));
        return pass(']');
    }

    /** Passes a word such as {@code null} if it is next. */
    boolean word(String wanted) {
        if (to - at < wanted.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (array[at + i] != wanted.charAt(i)) {
                return false;
            }
        }
        at += wanted.length();
        return true;
    }

    private boolean number() {
        pass('-');
        if (!pass('0') && !digits()) {
            return false;
        }
        if (pass('.') && !digits()) {
            return false;
        }
        if (pass('e') || pass('E')) {
            if (!pass('+')) {
                pass('-');
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int first = at;
        while (at < to && array[at] >= '0' && array[at] <= '9') {
            at++;
        }
        return at > first;
    }
}
