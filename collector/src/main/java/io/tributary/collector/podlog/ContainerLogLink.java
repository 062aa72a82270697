package io.tributary.collector.podlog;

/**
 * The name of a link to a log: {@code <pod>_<namespace>_<container>-<container id>}, cut at 251 characters, then {@code .log}.
 * Anyone who may write there can give any name, so it is believed only where it repeats what the directory it leads to says.
 *
 * @param containerId {@code null} where the cut took part of it
 */
record ContainerLogLink(String pod, String namespace, String container, String containerId) {

    private static final String LOG = ".log";
    private static final int CUT = 251;
    private static final int WHOLE_ID = 64;
    private static final int SHORTEST_ID = 6;

    /**
     * Takes a name apart.
     *
     * @return {@code null} if the kubelet gives no such name
     */
    static ContainerLogLink parse(String name) {
        if (!name.endsWith(LOG)) {
            return null;
        }
        String base = name.substring(0, name.length() - LOG.length());
        boolean cut = base.length() >= CUT;
        String[] parts = base.split("_", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            return null;
        }
        int dash = parts[2].lastIndexOf('-');
        if (dash <= 0) {
            return cut && dash < 0 ? new ContainerLogLink(parts[0], parts[1], parts[2], null) : null;
        }
        String id = parts[2].substring(dash + 1);
        boolean whole = isHex(id) && (id.length() == WHOLE_ID || (!cut && id.length() >= SHORTEST_ID));
        if (!whole && !cut) {
            return null;
        }
        return new ContainerLogLink(parts[0], parts[1], parts[2].substring(0, dash), whole ? id : null);
    }

    /** The name without a container id, for a container whose link is not there. */
    static String nameWithoutId(PodLogPath path) {
        return beginning(path) + LOG;
    }

    /** Whether a link of this name may lead to that file: the parts agree, as far as the cut leaves them. */
    static boolean fits(String name, PodLogPath path) {
        String base = name.endsWith(LOG) ? name.substring(0, name.length() - LOG.length()) : "";
        String expected = beginning(path) + '-';
        if (base.startsWith(expected)) {
            return isHex(base.substring(expected.length()))
                    && (base.length() == CUT || containerId(name, path) != null);
        }
        return base.length() == CUT && expected.startsWith(base);
    }

    /** The container id in a name that fits, {@code null} if the cut took part of it. */
    static String containerId(String name, PodLogPath path) {
        int start = beginning(path).length() + 1;
        int end = name.length() - LOG.length();
        boolean whole = end - start == WHOLE_ID || (end < CUT && end - start >= SHORTEST_ID);
        return whole ? name.substring(start, end) : null;
    }

    private static String beginning(PodLogPath path) {
        return path.pod() + '_' + path.namespace() + '_' + path.container();
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
