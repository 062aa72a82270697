package io.tributary.enricher.assembly;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Log files of any content, and any way to cut them into chunks. */
final class RandomLog {

    /** A chunk's place in the file. */
    record Cut(int from, int to) {}

    private static final String[] WORDS = {
        "GET /", "\u00fc", "\ud83d\ude00", "\"", "\\", "\t", "\r", " ", "P", "F", "{}"
    };

    private final Random random;

    RandomLog(long seed) {
        random = new Random(seed);
    }

    /** Lines of both formats, whole and in fragments, broken ones, empty ones and some longer than anything that is kept. */
    byte[] anything(int lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < lines; i++) {
            String stream = random.nextBoolean() ? "stdout" : "stderr";
            switch (random.nextInt(8)) {
                case 0 -> out.writeBytes(docker(stream, random.nextBoolean()));
                case 1 -> out.writeBytes(bytes("no record " + text(random.nextInt(700))));
                case 2 -> out.writeBytes(new byte[random.nextInt(3)]);
                case 3, 4 -> out.writeBytes(cri(stream, 'P'));
                default -> out.writeBytes(cri(stream, 'F'));
            }
            out.write('\n');
        }
        return out.toByteArray();
    }

    /** Lines that depend on no other line. */
    byte[] wholeLines(int lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < lines; i++) {
            out.writeBytes(bytes("2024-05-01T00:00:00Z stdout F line " + i + " " + text(random.nextInt(60)) + "\n"));
        }
        return out.toByteArray();
    }

    /** All bytes, cut anywhere. */
    List<Cut> cuts(byte[] file, int longest) {
        List<Cut> cuts = new ArrayList<>();
        for (int from = 0; from < file.length; ) {
            int to = Math.min(file.length, from + 1 + random.nextInt(longest));
            cuts.add(new Cut(from, to));
            from = to;
        }
        return cuts;
    }

    /** All bytes, cut behind newlines as a collector does. */
    List<Cut> cutsAtLines(byte[] file, int longest) {
        List<Cut> cuts = new ArrayList<>();
        int from = 0;
        for (Cut cut : cuts(file, longest)) {
            int to = cut.to();
            while (to < file.length && file[to - 1] != '\n') {
                to++;
            }
            if (to > from) {
                cuts.add(new Cut(from, to));
                from = to;
            }
        }
        return cuts;
    }

    <T> List<T> shuffledWithRepetitions(List<T> all) {
        List<T> more = new ArrayList<>(all);
        for (int i = 0; i < all.size() / 2; i++) {
            more.add(all.get(random.nextInt(all.size())));
        }
        Collections.shuffle(more, random);
        return more;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private byte[] cri(String stream, char tag) {
        String tags = random.nextInt(10) == 0 ? tag + ":" + "t".repeat(random.nextInt(300)) : "" + tag;
        byte[] head = bytes("2024-05-01T00:00:0" + random.nextInt(10) + ".5+02:00 " + stream + " " + tags + " ");
        byte[] content = bytes(text(random.nextInt(10) == 0 ? 2000 : random.nextInt(80)));
        for (int i = 0; i < content.length / 50; i++) {
            byte any = (byte) random.nextInt(256);
            content[random.nextInt(content.length)] = any == '\n' ? 0 : any;
        }
        byte[] line = new byte[head.length + content.length];
        System.arraycopy(head, 0, line, 0, head.length);
        System.arraycopy(content, 0, line, head.length, content.length);
        return line;
    }

    private byte[] docker(String stream, boolean complete) {
        String log = text(random.nextInt(400)).replace("\\", "\\\\").replace("\"", "\\\"");
        log = log.replace("\t", "\\t").replace("\r", "\\u000d") + (complete ? "\\n" : "");
        return bytes("{\"log\":\"" + log + "\",\"stream\":\"" + stream + "\",\"attrs\":{\"tag\":\"x\"},"
                + "\"time\":\"2024-05-01T00:00:00Z\"}");
    }

    private String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(random.nextInt(3) == 0 ? WORDS[random.nextInt(WORDS.length)] : "abc");
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
