package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every text field that the library's model of a pod has, whatever it is called and however deep it lies, is given a
 * text that names its own place. What of it is found in a row is all that ever leaves a pod.
 */
class CanaryTest {

    private static final Pattern CANARY = Pattern.compile("<([A-Za-z0-9.]+)>");
    private static final int DEEPEST = 12;

    private final Set<String> planted = new TreeSet<>();

    @Test
    void shouldLetNothingPassButTheFieldsNamedHereWhenEveryFieldOfAPodHoldsASecret() throws Exception {
        // Given
        Pod pod = (Pod) filled(Pod.class, "", new ArrayDeque<>());
        assertThat(planted)
                .hasSizeGreaterThan(1_000)
                .contains(
                        "spec.containers.env.value",
                        "spec.containers.envFrom.secretRef.name",
                        "spec.containers.args",
                        "spec.volumes.secret.secretName",
                        "spec.imagePullSecrets.name",
                        "status.message",
                        "metadata.annotations",
                        "metadata.managedFields.manager");
        PodMapper mapper = new PodMapper("staging", "https://shown", Pods.kept(Set.of("allowed"), Set.of()));

        // When
        byte[] row = new RowCodec("staging", removed -> {})
                .encode(PodRows.living(mapper.pod(pod).row(), "a_b_c", Pods.related("shop", null)))
                .content();

        // Then
        Set<String> passed = new TreeSet<>();
        CANARY.matcher(new String(row, StandardCharsets.ISO_8859_1))
                .results()
                .map(MatchResult::group)
                .forEach(canary -> passed.add(canary.substring(1, canary.length() - 1)));
        assertThat(passed)
                .containsExactlyInAnyOrder(
                        "metadata.uid",
                        "metadata.name",
                        "metadata.namespace",
                        "metadata.resourceVersion",
                        "metadata.creationTimestamp",
                        "metadata.labels",
                        "metadata.labels.key",
                        "metadata.ownerReferences.kind",
                        "metadata.ownerReferences.name",
                        "metadata.ownerReferences.uid",
                        "spec.nodeName",
                        "spec.containers.name",
                        "spec.containers.image",
                        "spec.initContainers.name",
                        "spec.initContainers.image",
                        "spec.ephemeralContainers.name",
                        "spec.ephemeralContainers.image",
                        "status.phase",
                        "status.podIP",
                        "status.podIPs.ip",
                        "status.containerStatuses.name",
                        "status.containerStatuses.image",
                        "status.containerStatuses.imageID",
                        "status.containerStatuses.containerID",
                        "status.initContainerStatuses.name",
                        "status.initContainerStatuses.image",
                        "status.initContainerStatuses.imageID",
                        "status.initContainerStatuses.containerID",
                        "status.ephemeralContainerStatuses.name",
                        "status.ephemeralContainerStatuses.image",
                        "status.ephemeralContainerStatuses.imageID",
                        "status.ephemeralContainerStatuses.containerID");
    }

    private Object filled(Type type, String path, Deque<Class<?>> around) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            if (Collection.class.isAssignableFrom(raw)) {
                Object one = filled(of[0], path, around);
                return one == null ? new ArrayList<>() : new ArrayList<>(List.of(one));
            }
            return filledMap(of, path, around);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == String.class || raw == Object.class) {
            planted.add(path);
            return "<" + path + ">";
        }
        if (raw == Boolean.class) {
            return true;
        }
        boolean ours = raw.getName().startsWith("io.fabric8.") && !raw.isEnum() && !raw.isInterface();
        if (!ours || around.contains(raw) || around.size() > DEEPEST) {
            return null;
        }
        around.push(raw);
        Object bean = raw.getConstructor().newInstance();
        for (Method setter : raw.getMethods()) {
            if (setter.getName().matches("set[A-Z].*") && setter.getParameterCount() == 1) {
                String field = Character.toLowerCase(setter.getName().charAt(3))
                        + setter.getName().substring(4);
                String place = path.isEmpty() ? field : path + "." + field;
                Object value = filled(setter.getGenericParameterTypes()[0], place, around);
                if (value != null) {
                    setter.invoke(bean, value);
                }
            }
        }
        around.pop();
        return bean;
    }

    private Map<Object, Object> filledMap(Type[] of, String path, Deque<Class<?>> around)
            throws ReflectiveOperationException {
        Map<Object, Object> map = new TreeMap<>();
        Object value = filled(of[1], path, around);
        if (value != null) {
            map.put(filled(of[0], path + ".key", around), value);
        }
        return map;
    }
}
