package io.tributary.collector.podlog;

/**
 * The name of a file in one of Docker's container directories: {@code <id>-json.log[.<n>][.gz]}.
 *
 * @param rotated the number that rotation put behind it, {@code null} for the file that is written to
 */
record DockerLogName(String containerId, String rotated, boolean compressed) {

    private static final String LOG = "-json.log";
    private static final String GZ = ".gz";

    /**
     * Takes a name apart.
     *
     * @param directory name of the directory, which is the container id too
     * @return {@code null} if Docker gives no such name
     */
    static DockerLogName parse(String directory, String file) {
        if (directory.isEmpty() || !file.startsWith(directory + LOG)) {
            return null;
        }
        String suffix = file.substring(directory.length() + LOG.length());
        boolean compressed = suffix.endsWith(GZ);
        String rotated = compressed ? suffix.substring(0, suffix.length() - GZ.length()) : suffix;
        if (rotated.isEmpty()) {
            return compressed ? null : new DockerLogName(directory, null, false);
        }
        boolean numbered = rotated.length() > 1 && rotated.charAt(0) == '.';
        for (int i = 1; i < rotated.length(); i++) {
            numbered &= Character.isDigit(rotated.charAt(i));
        }
        return numbered ? new DockerLogName(directory, rotated.substring(1), compressed) : null;
    }
}
