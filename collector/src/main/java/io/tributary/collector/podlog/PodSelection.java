package io.tributary.collector.podlog;

import java.util.List;

/** Which containers' logs are read, by their names. Takes a container where each of its three names is wanted. */
public record PodSelection(NamePatterns namespaces, NamePatterns pods, NamePatterns containers) {

    /** Everything. */
    public static final PodSelection ALL = new PodSelection(NamePatterns.ANY, NamePatterns.ANY, NamePatterns.ANY);

    /**
     * Whether this container is wanted; what is in no directory of the kubelet's is, for it is refused elsewhere and named.
     *
     * @param podDirectory {@code <namespace>_<pod>_<id>}
     */
    public boolean takes(String podDirectory, String container) {
        if (this.equals(ALL)) {
            return true;
        }
        int namespace = podDirectory.indexOf('_');
        int pod = podDirectory.lastIndexOf('_');
        return namespace < 0
                || namespace == pod
                || (namespaces.take(podDirectory.substring(0, namespace))
                        && pods.take(podDirectory.substring(namespace + 1, pod))
                        && containers.take(container));
    }

    /**
     * Names by patterns, in which {@code *} stands for any text and {@code ?} for one character.
     *
     * @param include one of them must fit; any name does if there is none
     * @param exclude none of them may fit
     */
    public record NamePatterns(List<String> include, List<String> exclude) {

        /** Any name. */
        public static final NamePatterns ANY = new NamePatterns(List.of(), List.of());

        /** Copies the lists. */
        public NamePatterns {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }

        /** Whether the name is wanted. */
        public boolean take(String name) {
            return (include.isEmpty() || include.stream().anyMatch(pattern -> fits(pattern, name)))
                    && exclude.stream().noneMatch(pattern -> fits(pattern, name));
        }

        /** In time proportional to both lengths at worst: a star takes back only the last one's choice. */
        static boolean fits(String pattern, String name) {
            int p = 0;
            int n = 0;
            int star = -1;
            int resume = 0;
            while (n < name.length()) {
                if (p < pattern.length() && pattern.charAt(p) == '*') {
                    star = p++;
                    resume = n;
                } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                    p++;
                    n++;
                } else if (star >= 0) {
                    p = star + 1;
                    n = ++resume;
                } else {
                    return false;
                }
            }
            while (p < pattern.length() && pattern.charAt(p) == '*') {
                p++;
            }
            return p == pattern.length();
        }
    }
}
