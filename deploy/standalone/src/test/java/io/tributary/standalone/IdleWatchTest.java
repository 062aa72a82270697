package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdleWatchTest {

    private static final Progress DONE = new Progress(100, 0, 0, 0, 0, 10, false, true);

    private final IdleWatch watch = new IdleWatch(Duration.ofSeconds(3));

    @Test
    void shouldBeIdleWhenNothingMovedAndNothingIsPendingForSoLong() {
        assertThat(watch.idle(DONE, seconds(0))).isFalse();
        assertThat(watch.idle(DONE, seconds(2))).isFalse();
        assertThat(watch.idle(DONE, seconds(3))).isTrue();
    }

    @Test
    void shouldStartAgainWhenSomethingNewCameOut() {
        watch.idle(DONE, seconds(0));
        watch.idle(new Progress(100, 0, 0, 0, 0, 11, false, true), seconds(2));

        assertThat(watch.idle(new Progress(100, 0, 0, 0, 0, 11, false, true), seconds(4)))
                .isFalse();
        assertThat(watch.idle(new Progress(100, 0, 0, 0, 0, 11, false, true), seconds(5)))
                .isTrue();
    }

    @Test
    void shouldNotBeIdleWhileAnythingIsPending() {
        assertNeverIdle(new Progress(100, 0, 1, 0, 0, 10, false, true));
        assertNeverIdle(new Progress(100, 0, 0, 1, 0, 10, false, true));
        assertNeverIdle(new Progress(100, 0, 0, 0, 1, 10, false, true));
        assertNeverIdle(new Progress(100, 0, 0, 0, 0, 10, true, true));
        assertNeverIdle(new Progress(100, 0, 0, 0, 0, 10, false, false));
    }

    @Test
    void shouldBeIdleWhenOnlyAnUnfinishedLineIsLeftUnread() {
        Progress unfinished = new Progress(100, 17, 0, 0, 0, 10, false, true);
        watch.idle(unfinished, seconds(0));

        assertThat(watch.idle(unfinished, seconds(3))).isTrue();
    }

    @Test
    void shouldWaitForTheFirstLookAtTheFoldersHoweverShortTheWishedTime() {
        IdleWatch hasty = new IdleWatch(Duration.ofSeconds(1));
        hasty.idle(DONE, seconds(0));

        assertThat(hasty.idle(DONE, seconds(1))).isFalse();
        assertThat(hasty.idle(DONE, seconds(2))).isTrue();
    }

    private void assertNeverIdle(Progress progress) {
        assertThat(watch.idle(progress, seconds(0))).isFalse();
        assertThat(watch.idle(progress, seconds(100))).as("%s", progress).isFalse();
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
