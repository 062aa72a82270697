package io.tributary.enricher.output;

import io.tributary.enricher.event.LogEvent;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time per rendered event; with {@code -prof gc} also bytes allocated. Run with the profile {@code benchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MmkubernetesFormatBenchmark {

    /** What the message of 200 bytes is like. */
    public enum Content {
        /** Nothing to escape. */
        PLAIN(
                "2026-01-05 10:11:12,123 INFO  [http-nio-8080-exec-7] o.e.shop.CartController - added item 4711 of order "),
        /** A quote every few bytes. */
        JSON(
                "{\"level\":\"info\",\"logger\":\"o.e.shop\",\"msg\":\"added item\",\"order\":{\"id\":\"4711\",\"sku\":\"x-1\"},"),
        /** Two bytes a character. */
        CYRILLIC("Добавлен товар 4711 в корзину пользователя, заказ принят и передан на склад "),
        /** An escape every five bytes, as terminals are coloured. */
        COLOURED("\u001b[31mred\u001b[0m \u001b[1mbold\u001b[0m ");

        private final String text;

        Content(String text) {
            this.text = text;
        }
    }

    /** Content of the message. */
    @Param
    public Content content;

    private OutputFormat format;
    private OutputFormat.Template template;
    private LogEvent event;

    /** One template, one event. */
    @Setup
    public void setUp() {
        format = new MmkubernetesFormat(MmkubernetesFormat.DEFAULT_PROGRAM, MmkubernetesFormat.DEFAULT_RESERVE);
        template = format.template(Samples.ORIGIN, Samples.POD);
        event = Samples.line(content.text.repeat(200).substring(0, content == Content.CYRILLIC ? 110 : 200))
                .build();
    }

    /** What every event costs. */
    @Benchmark
    public byte[] render() {
        return template.render(event);
    }

    /** What every file of a pod costs once. */
    @Benchmark
    public OutputFormat.Template template() {
        return format.template(Samples.ORIGIN, Samples.POD);
    }
}
