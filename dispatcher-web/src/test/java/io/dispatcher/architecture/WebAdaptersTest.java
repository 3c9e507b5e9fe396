package io.dispatcher.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Web adapters are thin: no broker, no database tables, no way back from the features. */
@AnalyzeClasses(packages = "io.dispatcher", importOptions = ImportOption.DoNotIncludeTests.class)
class WebAdaptersTest {
    @ArchTest
    static final ArchRule adaptersSeeNoBroker = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.dispatcher..rest..",
                    "io.dispatcher..ws..",
                    "io.dispatcher..web..",
                    "io.dispatcher.tunnel.proxy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.activemq..", "jakarta.persistence..", "jakarta.jms..");

    @ArchTest
    static final ArchRule featuresDoNotKnowTheWeb = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.dispatcher..rest..",
                    "io.dispatcher..ws..",
                    "io.dispatcher..web..",
                    "io.dispatcher.tunnel.proxy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "jakarta.ws.rs..", "jakarta.websocket..");
}
