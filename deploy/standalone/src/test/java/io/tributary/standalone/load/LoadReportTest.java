package io.tributary.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadReportTest {

    private final LoadReport report = new LoadReport();

    @Test
    void shouldCountEachLineOnceAndItsTimeFromWriteToRead() {
        for (int i = 0; i < 100; i++) {
            report.received(line("a", i), i == 99 ? 900_000 : 40_000);
        }

        assertThat(report.account()).isEqualTo(new LoadReport.Account(100, 0, 0, 0, 40, 40));
    }

    @Test
    void shouldSayWhatIsMissingWhenLaterLinesHaveCome() {
        report.received(line("a", 0), 0);
        report.received(line("a", 3), 0);
        report.received(line("b", 1), 0);

        assertThat(report.account().missing()).isEqualTo(3);
    }

    @Test
    void shouldNoLongerMissALineWhenItCameLate() {
        report.received(line("a", 0), 0);
        report.received(line("a", 2), 0);
        report.received(line("a", 1), 0);

        assertThat(report.account().missing()).isZero();
        assertThat(report.account().duplicated()).isZero();
    }

    @Test
    void shouldCountALineAsDuplicatedEveryTimeItComesAgain() {
        report.received(line("a", 0), 0);
        report.received(line("a", 1), 0);
        report.received(line("a", 0), 0);
        report.received(line("a", 0), 0);

        assertThat(report.account().duplicated()).isEqualTo(2);
        assertThat(report.account().events()).isEqualTo(2);
    }

    @Test
    void shouldCountAMessageAsDamagedWhenItsChecksumDoesNotFit() {
        report.received(line("a", 0) + "x", 0);

        assertThat(report.account().damaged()).isEqualTo(1);
    }

    private static String line(String series, long sequence) {
        return new NumberedLine(series, sequence, 0).text(100);
    }
}
