package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rights that {@code deploy/kubernetes} gives are those that the watcher uses, neither more nor less. */
class WatcherRightsTest {

    private static final Path DEPLOY = Path.of("..", "deploy", "kubernetes");
    private static final Pattern REQUEST = Pattern.compile("/(api|apis/([a-z]+))/v1/([a-z]+)(\\?.*)?");

    @Test
    void shouldAskForNothingButPodsAndNamespacesWhenNothingElseIsSwitchedOn() throws Exception {
        // When
        Set<String> used = used(Pods.kept(Set.of(), Set.of()));

        // Then
        assertThat(used).isEqualTo(granted("watcher-rbac.yaml"));
    }

    @Test
    void shouldAskForNodesTooWhenTheirLabelsAreWanted() throws Exception {
        // When
        Set<String> used = used(new PodMapper.Kept(Set.of(), Set.of(), Set.of("topology.kubernetes.io/zone"), false));

        // Then
        assertThat(used).isEqualTo(granted("watcher-rbac.yaml", "watcher-rbac-nodes.yaml"));
    }

    @Test
    void shouldAskForReplicaSetsAndJobsTooWhenOwnersAreToBeExact() throws Exception {
        // When
        Set<String> used = used(new PodMapper.Kept(Set.of(), Set.of(), Set.of(), true));

        // Then
        assertThat(used).isEqualTo(granted("watcher-rbac.yaml", "watcher-rbac-owners.yaml"));
    }

    @Test
    void shouldBindEachRoleToTheWatchersOwnAccount() throws IOException {
        for (String file : List.of("watcher-rbac.yaml", "watcher-rbac-nodes.yaml", "watcher-rbac-owners.yaml")) {
            // When
            List<HasMetadata> objects = objects(file);

            // Then
            ClusterRole role = one(objects, ClusterRole.class);
            ClusterRoleBinding binding = one(objects, ClusterRoleBinding.class);
            assertThat(binding.getRoleRef().getName())
                    .isEqualTo(role.getMetadata().getName());
            assertThat(binding.getSubjects()).singleElement().satisfies(subject -> {
                assertThat(subject.getKind()).isEqualTo("ServiceAccount");
                assertThat(subject.getName()).isEqualTo("tributary-watcher");
            });
        }
    }

    private static Set<String> used(PodMapper.Kept kept) throws Exception {
        try (StubApi api = new StubApi()) {
            Config config = ApiConnection.server(api.url(), null, null);
            PodInformer informer = new PodInformer(
                    config,
                    new PodMapper("staging", api.url(), kept),
                    new WatcherMetrics(new SimpleMeterRegistry()),
                    60_000,
                    System::currentTimeMillis);
            informer.start(new HeardFeed());
            try (informer) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> kept.kinds().stream().allMatch(kind -> api.watchers(kind.plural()) > 0));
            }
            assertThat(api.methods()).containsOnly("GET");
            return api.requests().stream().map(WatcherRightsTest::right).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String right(String request) {
        Matcher matcher = REQUEST.matcher(request);
        assertThat(matcher.matches())
                .as("%s is a list or watch of a whole kind", request)
                .isTrue();
        String group = matcher.group(2) == null ? "" : matcher.group(2);
        return (StubApi.isWatch(request) ? "watch " : "list ") + group + "/" + matcher.group(3);
    }

    private static Set<String> granted(String... files) throws IOException {
        Set<String> granted = new TreeSet<>();
        for (String file : files) {
            one(objects(file), ClusterRole.class).getRules().forEach(rule -> {
                assertThat(rule.getNonResourceURLs()).isEmpty();
                rule.getApiGroups()
                        .forEach(group -> rule.getResources()
                                .forEach(resource -> rule.getVerbs()
                                        .forEach(verb -> granted.add(verb + " " + group + "/" + resource))));
            });
        }
        return granted;
    }

    private static List<HasMetadata> objects(String file) throws IOException {
        try (InputStream in = Files.newInputStream(DEPLOY.resolve(file))) {
            Object read = new KubernetesSerialization().unmarshal(in);
            return read instanceof Collection<?> all
                    ? all.stream().map(HasMetadata.class::cast).toList()
                    : List.of((HasMetadata) read);
        }
    }

    private static <T> T one(List<HasMetadata> objects, Class<T> type) {
        List<T> found =
                objects.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
