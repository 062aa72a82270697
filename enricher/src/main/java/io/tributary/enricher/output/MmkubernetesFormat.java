package io.tributary.enricher.output;

import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;

/**
 * What rsyslog's {@code syslog_cee} template and its mmkubernetes module write, field for field and in their order,
 * so that Logstash filters made for these go on working; docs/output.md lists the differences and why they are there.
 */
public final class MmkubernetesFormat implements OutputFormat {

    /** The name used in configuration. */
    public static final String NAME = "mmkubernetes";
    /** What rsyslog is configured to write as program where this format comes from. */
    public static final String DEFAULT_PROGRAM = "input-file-kubernetes";
    /** Bytes of a record that metadata may take, by default. */
    public static final int DEFAULT_RESERVE = 128 << 10;

    private static final String SEVERITY = "notice";
    private static final String FACILITY = "local0";

    private final String program;
    private final int reserve;

    /**
     * The format.
     *
     * @param program value of the fields {@code program} and {@code rsyslog.programname}
     * @param reserve bytes of a rendered event that metadata and fixed fields may take, at least 65,536; where they
     *     would take more, annotations and then labels are left out and the event is flagged {@code truncated}
     * @throws IllegalArgumentException if the reserve is smaller, or the program is empty or longer than 512 characters
     */
    public MmkubernetesFormat(String program, int reserve) {
        if (reserve < TemplateBuilder.SMALLEST_RESERVE) {
            throw new IllegalArgumentException("reserve for metadata is " + reserve + " bytes: use "
                    + TemplateBuilder.SMALLEST_RESERVE + " or more");
        }
        if (program.isEmpty() || program.length() > 512) {
            throw new IllegalArgumentException("program has " + program.length() + " characters: use 1 to 512");
        }
        this.program = program;
        this.reserve = reserve;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Template template(Origin origin, Pod pod) {
        return TemplateBuilder.fitting(reserve, origin, fields -> {
            syslog(fields, origin.node());
            fields.open("metadata")
                    .field("filename", origin.linkPath())
                    .slot("fileoffset", Slot.OFFSET)
                    .close();
            kubernetes(fields, origin, pod);
            if (origin.containerId() != null && !origin.containerId().isEmpty()) {
                fields.open("docker")
                        .field("container_id", origin.containerId())
                        .close();
            }
            fields.slot("log", Slot.MESSAGE)
                    .optional(Slot.STREAM)
                    .optional(Slot.ATTRS)
                    .optional(Slot.TIME);
            tributary(fields, origin, pod);
        });
    }

    private void syslog(TemplateBuilder fields, String node) {
        fields.slot("timestamp", Slot.TIMESTAMP)
                .field("logsource", node)
                .field("host", node)
                .field("program", program)
                .field("severity", SEVERITY)
                .field("facility", FACILITY)
                .slot("rsyslog.timereported", Slot.TIMESTAMP)
                .field("rsyslog.hostname", node)
                .field("rsyslog.programname", program)
                .field("rsyslog.severity", SEVERITY)
                .field("rsyslog.facility", FACILITY);
    }

    private static void kubernetes(TemplateBuilder fields, Origin origin, Pod pod) {
        fields.open("kubernetes");
        Pod.NamespaceFacts namespace = pod.namespaceFacts();
        if (namespace != null) {
            fields.field("namespace_id", namespace.uid())
                    .labels("namespace_labels", namespace.labels())
                    .annotations("namespace_annotations", namespace.annotations())
                    .field("creation_timestamp", namespace.creationTime());
        }
        fields.field("pod_id", pod.uid());
        if (pod.pathOnly() == null) {
            fields.annotations("annotations", pod.annotations()).labels("labels", pod.labels());
        }
        fields.field("host", pod.node())
                .field("pod_name", pod.name())
                .field("namespace_name", pod.namespace())
                .field("container_name", origin.container())
                .field("master_url", pod.apiServerUrl())
                .close();
    }

    private static void tributary(TemplateBuilder fields, Origin origin, Pod pod) {
        fields.open("tributary").eventId("event_id").field("cluster", origin.cluster());
        if (pod.pathOnly() != null) {
            metadata(fields, "path-only", pod.pathOnly());
        } else if (pod.namespaceFacts() == null) {
            metadata(fields, "incomplete", "namespace");
        }
        fields.optional(Slot.REMARKS).close();
    }

    private static void metadata(TemplateBuilder fields, String state, String reason) {
        fields.open("metadata").field("state", state).field("reason", reason).close();
    }
}
