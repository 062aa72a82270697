package io.tributary.enricher.watch;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.tributary.schemas.record.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who made a pod: its controller as the API gives it, then the one above it as far as names tell,
 * which needs no right to read anything but pods.
 */
final class OwnerChain {

    private static final String TEMPLATE_HASH = "pod-template-hash";

    /**
     * A CronJob names its jobs after itself and the scheduled time, in minutes (8 digits) or, before 1.21, a hash or
     * seconds (10 digits). Fewer digits are a number that somebody gave to a job of his own.
     */
    private static final Pattern CRON_JOB = Pattern.compile("(.+)-[0-9]{8,10}");

    private OwnerChain() {}

    /** The controller first, then further up; empty for a pod that nobody controls. */
    static List<Owner> of(ObjectMeta pod) {
        List<Owner> owners = new ArrayList<>();
        Owner controller = controller(pod);
        if (controller != null) {
            owners.add(controller);
            Owner above = above(controller, pod.getLabels());
            if (above != null) {
                owners.add(above);
            }
        }
        return owners;
    }

    /** Who controls an object, as the API says it; {@code null} for nobody. */
    static Owner controller(ObjectMeta meta) {
        for (OwnerReference reference : meta.getOwnerReferences()) {
            if (Boolean.TRUE.equals(reference.getController())
                    && reference.getKind() != null
                    && reference.getName() != null) {
                return new Owner(reference.getKind(), reference.getName(), reference.getUid());
            }
        }
        return null;
    }

    private static Owner above(Owner controller, Map<String, String> labels) {
        String name = controller.getName();
        if ("ReplicaSet".equals(controller.getKind())) {
            String hash = labels == null ? null : labels.get(TEMPLATE_HASH);
            String ending = "-" + hash;
            return hash != null && !hash.isEmpty() && name.endsWith(ending) && name.length() > ending.length()
                    ? new Owner("Deployment", name.substring(0, name.length() - ending.length()), null)
                    : null;
        }
        if ("Job".equals(controller.getKind())) {
            Matcher matcher = CRON_JOB.matcher(name);
            return matcher.matches() ? new Owner("CronJob", matcher.group(1), null) : null;
        }
        return null;
    }
}
