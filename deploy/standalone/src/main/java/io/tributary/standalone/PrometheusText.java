package io.tributary.standalone;

import java.util.HashMap;
import java.util.Map;

/** The figures of a part as it shows them to monitoring: the names there are the contract, so they are what is read here too. */
public final class PrometheusText {

    private PrometheusText() {}

    /**
     * Every metric by name, summed over its labels.
     *
     * @param text Prometheus' text format; what has no value ({@code NaN}) is left out
     */
    public static Map<String, Double> sums(String text) {
        Map<String, Double> sums = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int blank = line.lastIndexOf(' ');
            if (blank > 0) {
                double value = Double.parseDouble(line.substring(blank + 1).replace("Inf", "Infinity"));
                if (!Double.isNaN(value)) {
                    sums.merge(name(line.substring(0, blank)), value, Double::sum);
                }
            }
        });
        return sums;
    }

    private static String name(String metric) {
        int labels = metric.indexOf('{');
        return labels < 0 ? metric : metric.substring(0, labels);
    }
}
