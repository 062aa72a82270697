package io.tributary.standalone.demo;

/**
 * What the demo is asked for.
 *
 * @param seconds how long lines are written; 0 until a signal comes
 * @param killEvery seconds between two kills of the collector; 0 for none, and then it runs in this JVM
 * @param rate lines per second of all pods together
 * @param kafkaPort port of the embedded broker; 0 for any free one
 */
record DemoOptions(int seconds, int killEvery, int rate, int kafkaPort) {

    DemoOptions {
        check("--seconds", seconds, 86_400);
        check("--kill-every", killEvery, 86_400);
        check("--rate", rate, 1_000_000);
        check("--kafka-port", kafkaPort, 65_535);
        if (rate == 0) {
            throw new IllegalArgumentException("--rate is 0: use 1 or more lines per second");
        }
    }

    private static void check(String option, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(option + " is " + value + ": use 0 to " + most);
        }
    }
}
