package io.tributary.enricher.parse;

/**
 * Decides the format for every line anew, for only the runtime writes line starts: a line whose first byte, blanks aside, opens a JSON object is
 * tried as Docker's, any other as CRI.
 */
public final class RuntimeLineParser implements LineParser {

    private final CriLineParser cri = new CriLineParser();
    private final DockerJsonLineParser docker = new DockerJsonLineParser();

    @Override
    public boolean parse(byte[] array, int from, int to, ParsedLine into) {
        return opensObject(array, from, to) ? docker.parse(array, from, to, into) : cri.parse(array, from, to, into);
    }

    /** Whether the line could be a JSON object, judged by its first {@link CriLineParser#MAX_PREFIX} bytes. */
    public static boolean opensObject(byte[] array, int from, int to) {
        int limit = Math.min(to, from + CriLineParser.MAX_PREFIX);
        int at = from;
        while (at < limit && (array[at] == ' ' || array[at] == '\t' || array[at] == '\r')) {
            at++;
        }
        return at < limit && array[at] == '{';
    }
}
