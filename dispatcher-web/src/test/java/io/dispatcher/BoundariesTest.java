package io.dispatcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Who may use whom: ARCHITECTURE's list, over the classes of the server's modules. */
@AnalyzeClasses(packages = "io.dispatcher", importOptions = DoNotIncludeTests.class)
class BoundariesTest {
    /** Adapters live beside their feature: {@code <feature>.rest} and so on. */
    private static final List<String> ADAPTERS = List.of("rest", "ws", "sse", "web");

    @ArchTest
    static final ArchRule configuration_depends_on_no_feature = uses("config");

    @ArchTest
    static final ArchRule database_uses_the_settings_only = uses("database", "config");

    @ArchTest
    static final ArchRule messaging_knows_no_feature = uses("messaging", "config", "broker");

    @ArchTest
    static final ArchRule security_uses_settings_and_database_only = uses("security", "config", "database", "broker");

    @ArchTest
    static final ArchRule agents_know_no_dispatch = uses("agents", "config", "security", "database", "broker");

    @ArchTest
    static final ArchRule dispatch_uses_agents_and_what_all_may =
            uses("dispatch", "agents", "targets", "config", "security", "database", "messaging", "broker");

    @ArchTest
    static final ArchRule history_listens = uses("history", "dispatch", "config", "database", "messaging");

    @ArchTest
    static final ArchRule metrics_listen = uses("metrics", "dispatch", "agents", "history", "config");

    @ArchTest
    static final ArchRule the_pure_packages_know_no_container = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.dispatcher.dispatch.pipeline..", "io.dispatcher.agents.selection..", "io.dispatcher.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "org.apache.activemq..");

    @ArchTest
    static final ArchRule the_core_knows_no_web = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.dispatcher.web..",
                    "io.dispatcher.*.rest..",
                    "io.dispatcher.*.web..",
                    "io.dispatcher.*.ws..",
                    "io.dispatcher.*.sse..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.dispatcher.web..", "jakarta.servlet..", "jakarta.ws.rs..", "jakarta.websocket..");

    @ArchTest
    static final ArchRule no_dumping_ground = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|V2)")
            .orShould()
            .resideInAnyPackage("..util..", "..common..", "..helper..", "..lib..");

    /** The feature's own classes, without its adapters, use only these features beside the wire records and what is not ours. */
    private static ArchRule uses(String feature, String... others) {
        List<String> allowed = new ArrayList<>(List.of(others));
        allowed.add(feature);
        allowed.add("protocol");
        Pattern names = Pattern.compile("io\\.dispatcher\\.(?:" + String.join("|", allowed) + ")\\..*");
        return classes()
                .that(describe("are the core of " + feature, candidate -> isCoreOf(feature, candidate)))
                .should()
                .onlyDependOnClassesThat(describe(
                        "belong to " + allowed,
                        used -> !used.getName().startsWith("io.dispatcher.")
                                || names.matcher(used.getName()).matches()))
                .allowEmptyShould(true);
    }

    private static boolean isCoreOf(String feature, JavaClass candidate) {
        String root = "io.dispatcher." + feature;
        String name = candidate.getPackageName();
        return name.equals(root)
                || (name.startsWith(root + ".")
                        && !ADAPTERS.contains(name.substring(root.length() + 1).replaceAll("\\..*", "")));
    }

    private static DescribedPredicate<JavaClass> describe(
            String description, java.util.function.Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }
}
