package dev.provision;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The arrows between the packages, and the rules that every class keeps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {
    private static final String ROOT = "dev.provision.";
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("dev.provision..");
    private JavaClasses classes;

    @BeforeAll
    void readClasses() {
        classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
        assertThat(classes.size()).isGreaterThan(50);
    }

    private void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }

    @TestFactory
    Stream<DynamicTest> arrowsGoDown() {
        return Stream.of(
                arrow("config", "graph"),
                arrow("aws", "graph"),
                arrow("image", "config", "graph", "aws"),
                arrow("stack", "aws", "config", "graph", "image", "release"),
                arrow("release", "aws", "graph"),
                arrow("cost", "config", "graph"),
                arrow("simulate", "config", "cost", "graph"),
                arrow("probe"),
                arrow("report", "graph"));
    }

    private DynamicTest arrow(String from, String... to) {
        String[] allowed = Stream.concat(Stream.of(from), Stream.of(to))
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
        return DynamicTest.dynamicTest(
                from + " uses " + (to.length == 0 ? "no other" : String.join(", ", to)),
                () -> holds(noClasses()
                        .that()
                        .resideInAPackage(allowed[0])
                        .should()
                        .dependOnClassesThat(OURS.and(not(resideInAnyPackage(allowed))))));
    }

    @Test
    void graphUsesTheJdkOnly() {
        holds(noClasses()
                .that()
                .resideInAPackage("dev.provision.graph..")
                .should()
                .dependOnClassesThat(not(resideInAnyPackage("dev.provision.graph..", "java.."))));
    }

    @Test
    void packagesHaveNoCycles() {
        holds(slices().matching("dev.provision.(*)..").should().beFreeOfCycles());
    }

    @Test
    void typesOfTheSdkStayInAws() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages("dev.provision.aws..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.."));
    }

    @Test
    void theLocalCloudIsMetOnTheWireOnly() {
        holds(noClasses().should().dependOnClassesThat().resideInAPackage("dev.provision.localcloud.."));
    }

    @Test
    void onlyReportPrints() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages("dev.provision.report..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    void onlyTheSleeperSleeps() {
        holds(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + "graph.Sleeper")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class));
    }

    @Test
    void onlyMainEndsTheProcess() {
        holds(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + "cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class));
    }

    @Test
    void namesSayWhatAThingIs() {
        holds(noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Processor|Context|Impl)"));
    }

    @Test
    void thereIsNoStaticState() {
        holds(noFields()
                .that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .notBeFinal());
    }

    @Test
    void accessorsHaveNoPrefix() {
        holds(noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                // picocli's interface has a getter.
                .doNotHaveFullyQualifiedName(ROOT + "cli.Version")
                .and()
                .areDeclaredInClassesThat()
                // So has the JDK's.
                .doNotHaveFullyQualifiedName(ROOT + "aws.acm.CertificateTrust$Pinned")
                .should()
                .haveNameMatching("(get|set)[A-Z].*"));
    }
}
