package io.dispatcher.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** Who may use whom (ARCHITECTURE). A new feature gets its line here first. */
@AnalyzeClasses(packages = "io.dispatcher", importOptions = ImportOption.DoNotIncludeTests.class)
class FeatureBoundariesTest {
    @ArchTest
    static final ArchRule featuresFormNoCircle =
            slices().matching("io.dispatcher.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theProtocolKnowsNobody = only("protocol");

    @ArchTest
    static final ArchRule matchingKnowsNobody = only("matching");

    @ArchTest
    static final ArchRule configKnowsNobody = only("config");

    @ArchTest
    static final ArchRule theDatabaseKnowsItsSettings = only("database", "config");

    @ArchTest
    static final ArchRule messagingKnowsTheBrokersDoor = only("messaging", "broker", "config");

    @ArchTest
    static final ArchRule agentsKnowNoFeature = only("agents", "protocol", "config", "security");

    @ArchTest
    static final ArchRule dispatchKnowsAgents =
            only("dispatch", "agents", "protocol", "config", "security", "database", "messaging", "broker");

    @ArchTest
    static final ArchRule historyListensToDispatch =
            only("history", "dispatch", "protocol", "config", "database", "messaging", "broker");

    @ArchTest
    static final ArchRule requestsKeepWhatDispatchEnds =
            only("requests", "dispatch", "history", "protocol", "config", "database", "messaging", "broker");

    @ArchTest
    static final ArchRule aMatrixIsManyDispatches = only("matrix", "agents", "dispatch", "protocol");

    @ArchTest
    static final ArchRule aReplayIsADispatchOfARecord = only("replay", "history", "dispatch", "protocol");

    @ArchTest
    static final ArchRule aTunnelIsADispatchToAName =
            only("tunnel", "agents", "dispatch", "protocol", "config", "database");

    @ArchTest
    static final ArchRule pingsAreADispatchOfTheirOwn =
            only("ping", "agents", "dispatch", "icmp", "protocol", "config", "messaging", "broker");

    @ArchTest
    static final ArchRule monitorsAreChecksAgainAndAgain =
            only("monitors", "agents", "dispatch", "ping", "history", "protocol", "config", "database");

    @ArchTest
    static final ArchRule targetsAreNamesForPlaces =
            only("targets", "agents", "dispatch", "history", "protocol", "config", "database");

    @ArchTest
    static final ArchRule directIsTheCoordinatorAsAnAgent = only("direct", "dispatch", "protocol");

    @ArchTest
    static final ArchRule aProxySendsToTargets = only("proxy", "targets", "dispatch", "direct", "protocol");

    @ArchTest
    static final ArchRule scenariosAreRequestsInSteps = only(
            "scenarios",
            "agents",
            "dispatch",
            "proxy",
            "targets",
            "matching",
            "history",
            "protocol",
            "config",
            "database");

    @ArchTest
    static final ArchRule mocksAskNobody =
            only("mocks", "matching", "cluster", "dispatch", "history", "protocol", "config", "database");

    @ArchTest
    static final ArchRule inboundRequestsAreOnlyTold = only("inbound", "dispatch", "protocol");

    @ArchTest
    static final ArchRule jmsIsAChannel =
            only("jms", "requests", "dispatch", "ping", "scenarios", "messaging", "broker", "protocol", "config");

    @ArchTest
    static final ArchRule callbacksTellWhatRequestsCameTo =
            only("callbacks", "requests", "protocol", "config", "database", "messaging", "broker");

    @ArchTest
    static final ArchRule theClusterKnowsWhatNodesTell =
            only("cluster", "agents", "dispatch", "protocol", "config", "messaging", "broker");

    @ArchTest
    static final ArchRule eventsListen = only(
            "events",
            "agents",
            "security",
            "requests",
            "history",
            "dispatch",
            "ping",
            "monitors",
            "targets",
            "scenarios",
            "tunnel",
            "queues",
            "mocks",
            "protocol",
            "config",
            "database",
            "messaging",
            "broker");

    @ArchTest
    static final ArchRule nobodyInTheCoreCallsEvents = noClasses()
            .that()
            .resideOutsideOfPackages("io.dispatcher.events..", "io.dispatcher.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.dispatcher.events..");

    @ArchTest
    static final ArchRule metricsListen = only(
            "metrics",
            "agents",
            "dispatch",
            "ping",
            "monitors",
            "scenarios",
            "mocks",
            "inbound",
            "history",
            "events",
            "callbacks",
            "jms",
            "tunnel",
            "protocol",
            "config");

    @ArchTest
    static final ArchRule queuesShowWhatLiesThere =
            only("queues", "dispatch", "protocol", "config", "messaging", "broker");

    @ArchTest
    static final ArchRule securityKnowsNoFeature = only("security", "config", "database", "broker", "messaging");

    @ArchTest
    static final ArchRule pureCodeKnowsNoPlatform = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.dispatcher.dispatch.pipeline..",
                    "io.dispatcher.agents.selection..",
                    "io.dispatcher.matching..",
                    "io.dispatcher.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "org.apache.activemq..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule onlyTheBrokersOwnRoomsSeeTheBroker = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.dispatcher.messaging..",
                    "io.dispatcher.dispatch.jms..",
                    "io.dispatcher.history.jms..",
                    "io.dispatcher.requests.jms..",
                    "io.dispatcher.jms..",
                    "io.dispatcher.callbacks.jms..",
                    "io.dispatcher.events.jms..",
                    "io.dispatcher.queues.jms..",
                    "io.dispatcher.ping.jms..",
                    "io.dispatcher.cluster.jms..",
                    "io.dispatcher.broker..")
            .and()
            .haveSimpleNameNotEndingWith("Start")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.activemq..");

    @ArchTest
    static final ArchRule ejbsAreThinShells =
            classes().that().areAnnotatedWith("jakarta.ejb.Singleton").should().haveSimpleNameEndingWith("Start");

    private static ArchRule only(String feature, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = "io.dispatcher." + feature + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = "io.dispatcher." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(allowed[0])
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of another feature than " + String.join(", ", allowed),
                        target -> target.getPackageName().startsWith("io.dispatcher")
                                && Arrays.stream(allowed)
                                        .map(name -> name.substring(0, name.length() - 2))
                                        .noneMatch(name -> target.getPackageName()
                                                        .equals(name)
                                                || target.getPackageName().startsWith(name + "."))))
                .allowEmptyShould(true);
    }
}
