package io.tributary.collector.podlog;

/**
 * What the kubelet's path of a log file says: {@code <namespace>_<pod>_<id>/<container>/<restart>.log[.<rotated>][.gz]}.
 *
 * @param podDirectory whole name of the pod's directory
 * @param id the pod's uid, or its config hash if it is a static pod
 * @param rotated what rotation put behind the name, without {@code .gz}; {@code null} for the file that is written to
 */
record PodLogPath(
        String podDirectory,
        String namespace,
        String pod,
        String id,
        String container,
        int restart,
        String rotated,
        boolean compressed) {

    private static final String LOG = ".log";
    private static final String GZ = ".gz";

    /**
     * Reads a path below the {@code pods} directory.
     *
     * @return {@code null} if it is not one of the kubelet's
     */
    static PodLogPath parse(String podDirectory, String container, String file) {
        String[] parts = podDirectory.split("_", -1);
        int log = file.indexOf(LOG);
        if (parts.length != 3 || !areNames(parts) || !isName(container) || log <= 0) {
            return null;
        }
        int restart = number(file.substring(0, log));
        String suffix = file.substring(log + LOG.length());
        boolean compressed = suffix.endsWith(GZ);
        String rotated = compressed ? suffix.substring(0, suffix.length() - GZ.length()) : suffix;
        boolean plain = rotated.isEmpty() && !compressed;
        if (restart < 0 || !(plain || isRotation(rotated))) {
            return null;
        }
        return new PodLogPath(
                podDirectory,
                parts[0],
                parts[1],
                parts[2],
                container,
                restart,
                plain ? null : rotated.substring(1),
                compressed);
    }

    /** The name that a container's file would have without rotation. */
    static String fileName(int restart) {
        return restart + LOG;
    }

    /** The form of a container's log name and nothing else, as the kubelet writes it before rotation. */
    boolean isCurrent() {
        return rotated == null;
    }

    /** A dot and what kubelet ({@code 20240101-000000}), dockerd or logrotate ({@code 1}) append; never a half-written {@code .tmp}. */
    private static boolean isRotation(String suffix) {
        if (suffix.length() < 2 || suffix.charAt(0) != '.') {
            return false;
        }
        for (int i = 1; i < suffix.length(); i++) {
            char c = suffix.charAt(i);
            if ((c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean areNames(String[] parts) {
        for (String part : parts) {
            if (!isName(part)) {
                return false;
            }
        }
        return true;
    }

    /** What Kubernetes allows in names and ids, and capital letters; whatever else stands there, the kubelet did not write it. */
    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
            if (!alphanumeric && (i == 0 || (c != '-' && c != '.'))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static int number(String digits) {
        if (digits.length() > 9) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
