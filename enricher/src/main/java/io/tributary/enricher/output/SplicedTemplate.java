package io.tributary.enricher.output;

import io.tributary.enricher.event.LogEvent;
import java.util.List;

/**
 * Constant bytes with slots between them: what every format compiles to. Rendering measures the event's own parts,
 * allocates one array of exactly that size and copies everything into its place; nothing else is allocated.
 */
final class SplicedTemplate implements OutputFormat.Template {

    private final String fileId;
    private final byte[][] constants;
    private final Slot[] slots;
    private final boolean cut;
    private final int collisions;
    private final int constantLength;
    private final int overhead;
    private final EventText text = new EventText();

    /**
     * A template.
     *
     * @param fileId the only file whose events it may render
     * @param constants one more than slots: before the first slot, between two, behind the last
     * @param slots what goes between
     * @param cut whether something was left out to keep a limit; every event says so
     * @param collisions label and annotation keys that were left out
     */
    SplicedTemplate(String fileId, List<byte[]> constants, List<Slot> slots, boolean cut, int collisions) {
        this.fileId = fileId;
        this.constants = constants.toArray(byte[][]::new);
        this.slots = slots.toArray(Slot[]::new);
        this.cut = cut;
        this.collisions = collisions;
        this.constantLength = constants.stream().mapToInt(bytes -> bytes.length).sum();
        this.overhead =
                constantLength + slots.stream().mapToInt(EventText::longest).sum();
    }

    @Override
    public byte[] render(LogEvent event) {
        if (!fileId.equals(event.origin().fileId())) {
            throw new IllegalArgumentException("event of file " + event.origin().fileId()
                    + " given to the template of file " + fileId + ": ask the format for a template of its own origin");
        }
        text.take(event, cut);
        int size = constantLength;
        for (Slot slot : slots) {
            size += text.length(slot);
        }
        byte[] out = new byte[size];
        int put = 0;
        for (int i = 0; i < slots.length; i++) {
            byte[] constant = constants[i];
            System.arraycopy(constant, 0, out, put, constant.length);
            put = text.write(slots[i], out, put + constant.length);
        }
        byte[] last = constants[slots.length];
        System.arraycopy(last, 0, out, put, last.length);
        text.release();
        return out;
    }

    @Override
    public int overhead() {
        return overhead;
    }

    @Override
    public int collisions() {
        return collisions;
    }
}
