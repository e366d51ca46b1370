package dev.provision.service;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = {"dev.provision.service", "dev.provision.demo"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.provision.service";

    @ArchTest
    static final ArchRule ONLY_THE_WIRING_KNOWS_LAMBDA = classes()
            .that(resideInAPackage(ROOT + ".lambda"))
            .should()
            .onlyBeAccessed()
            .byClassesThat(resideInAPackage(ROOT + ".lambda")
                    .or(com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf(
                            Service.class, Training.class)));

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_THE_WIRING =
            noClasses().that().resideInAPackage(ROOT + ".*..").should().dependOnClassesThat(resideInAPackage(ROOT));

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_DEMO = noClasses()
            .that()
            .resideInAPackage(ROOT + "..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.provision.demo"));

    @ArchTest
    static final ArchRule LOGGING_AND_JSON_STAND_ALONE = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".logging", ROOT + ".json")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".http", ROOT + ".lambda", "io.helidon..");

    @ArchTest
    static final ArchRule HTTP_KNOWS_NO_LAMBDA = noClasses()
            .that()
            .resideInAPackage(ROOT + ".http")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".lambda");

    @ArchTest
    static final ArchRule ONLY_THE_SERVICE_EXITS =
            noClasses().that().doNotBelongToAnyOf(Service.class).should().callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule ONLY_THE_SHUTDOWN_HALTS =
            noClasses().that().doNotBelongToAnyOf(Shutdown.class).should().callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses()
            .should()
            .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasName.Predicates.name("sleep")));

    @ArchTest
    static final ArchRule NOBODY_PRINTS =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule NO_STATIC_MUTABLE_STATE =
            noFields().that().areStatic().should().notBeFinal();

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_DOES = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Processor");

    @ArchTest
    static final ArchRule NO_JAVA_UTIL_LOGGING_BUT_TO_GET_RID_OF_IT = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".tracing")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule ONLY_TRACING_KNOWS_OPENTELEMETRY = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".tracing")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule ONLY_THE_WIRING_STARTS_TRACING = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, ROOT + ".tracing")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".tracing");
}
