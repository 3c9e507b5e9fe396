package io.dispatcher.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The agent's rooms: no way to the server, no circles, one composition root. */
@AnalyzeClasses(packages = "io.dispatcher", importOptions = ImportOption.DoNotIncludeTests.class)
class AgentBoundariesTest {
    @ArchTest
    static final ArchRule theAgentNeverSeesTheServer = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.ws.rs..",
                    "jakarta.servlet..",
                    "jakarta.ejb..",
                    "jakarta.enterprise..",
                    "io.dispatcher.dispatch..",
                    "io.dispatcher.history..",
                    "io.dispatcher.security..");

    @ArchTest
    static final ArchRule featuresFormNoCircle =
            slices().matching("io.dispatcher.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyRuntimePutsTheAgentTogether = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.dispatcher.connection..",
                    "io.dispatcher.http..",
                    "io.dispatcher.work..",
                    "io.dispatcher.address..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.dispatcher.runtime..", "io.dispatcher.cli..", "io.dispatcher.demo..");
}
