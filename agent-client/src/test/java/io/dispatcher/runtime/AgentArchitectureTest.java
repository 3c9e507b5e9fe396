package io.dispatcher.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use whom inside the agent: work knows no socket, connection knows no HTTP, only runtime knows all. */
class AgentArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.dispatcher");

    @ParameterizedTest
    @CsvSource({
        "work,connection|http|address|config|runtime|cli|target",
        "http,connection|config|runtime|cli|target",
        "connection,http|address|config|runtime|cli|target",
        "address,connection|http|work|config|runtime|cli|target",
        "config,connection|http|work|address|runtime|cli|target",
        "runtime,cli|target"
    })
    void aPackageDoesNotReachAcross(String from, String forbidden) {
        String[] packages = java.util.Arrays.stream(forbidden.split("\\|"))
                .map(name -> "io.dispatcher." + name + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("io.dispatcher." + from + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(CLASSES);
    }

    @Test
    void webSocketsStayInConnectionAndTheHttpClientInHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.dispatcher.connection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.websocket..", "org.glassfish..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.dispatcher.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.dispatcher.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
