package io.dispatcher.icmp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.dispatcher.icmp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule only_the_orders_know_the_wire = classes()
            .that()
            .resideOutsideOfPackage("io.dispatcher.icmp.work")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "io.dispatcher.icmp..", "com.sun.jna..", "org.HdrHistogram..", "org.jspecify..");

    @ArchTest
    static final ArchRule orders_know_the_wire_and_the_engine = classes()
            .that()
            .resideInAPackage("io.dispatcher.icmp.work")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.dispatcher.icmp",
                    "io.dispatcher.icmp.work",
                    "io.dispatcher.protocol..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule native_calls_stay_in_one_package = noClasses()
            .that()
            .resideOutsideOfPackage("io.dispatcher.icmp.linux")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule only_the_engine_knows_linux = noClasses()
            .that()
            .resideOutsideOfPackage("io.dispatcher.icmp.linux")
            .and()
            .doNotBelongToAnyOf(PingEngine.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.dispatcher.icmp.linux");

    @ArchTest
    static final ArchRule packets_are_pure = noClasses()
            .that()
            .resideInAPackage("io.dispatcher.icmp.packet")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.dispatcher.icmp", "io.dispatcher.icmp.network", "io.dispatcher.icmp.linux");
}
