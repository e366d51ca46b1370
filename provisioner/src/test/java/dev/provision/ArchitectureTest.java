package dev.provision;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages, and the rules that every class keeps. */
@AnalyzeClasses(packages = "dev.provision", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "dev.provision.";
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("dev.provision..");

    @ArchTest
    static final ArchRule GRAPH_USES_THE_JDK_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.provision.graph..")
            .should()
            .dependOnClassesThat(DescribedPredicate.not(resideInAnyPackage("dev.provision.graph..", "java..")));

    @ArchTest
    static final ArchRule CONFIG = arrows("config", "graph");

    @ArchTest
    static final ArchRule AWS = arrows("aws", "graph");

    @ArchTest
    static final ArchRule STACK = arrows("stack", "aws", "config", "graph", "image", "release");

    @ArchTest
    static final ArchRule IMAGE = arrows("image", "config", "graph", "aws");

    @ArchTest
    static final ArchRule RELEASE = arrows("release", "aws", "graph");

    @ArchTest
    static final ArchRule COST = arrows("cost", "config", "graph");

    @ArchTest
    static final ArchRule REPORT = arrows("report", "graph");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.provision.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SDK_ONLY_IN_AWS = noClasses()
            .that()
            .resideOutsideOfPackages("dev.provision.aws..", "dev.provision.localcloud..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule NEVER_THE_LOCAL_CLOUD = noClasses()
            .that(DescribedPredicate.not(resideInAPackage("dev.provision.localcloud..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.provision.localcloud..");

    @ArchTest
    static final ArchRule PRINTING_ONLY_IN_REPORT = noClasses()
            .that()
            .resideOutsideOfPackages("dev.provision.report..", "dev.provision.localcloud..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule SLEEPING_ONLY_IN_THE_SLEEPER = noClasses()
            .that(DescribedPredicate.not(resideInAPackage("dev.provision.localcloud..")))
            .and()
            .doNotHaveFullyQualifiedName(ROOT + "graph.Sleeper")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class);

    @ArchTest
    static final ArchRule EXIT_ONLY_IN_MAIN = noClasses()
            .that(DescribedPredicate.not(resideInAPackage("dev.provision.localcloud..")))
            .and()
            .doNotHaveFullyQualifiedName(ROOT + "cli.Main")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule NAMES = noClasses()
            .that(DescribedPredicate.not(resideInAPackage("dev.provision.localcloud..")))
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Processor|Context|Impl)");

    @ArchTest
    static final ArchRule NO_STATIC_STATE = noFields()
            .that()
            .areDeclaredInClassesThat(DescribedPredicate.not(resideInAPackage("dev.provision.localcloud..")))
            .and()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .notBeFinal();

    @ArchTest
    static final ArchRule NO_GETTERS = com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods()
            .that()
            .areDeclaredInClassesThat(DescribedPredicate.not(resideInAPackage("dev.provision.localcloud..")))
            .and()
            .arePublic()
            .and()
            .doNotHaveFullName(ROOT + "cli.Version.getVersion()")
            .should()
            .haveNameMatching("(get|set)[A-Z].*");

    private static ArchRule arrows(String from, String... to) {
        String[] allowed = new String[to.length + 1];
        allowed[0] = ROOT + from + "..";
        for (int i = 0; i < to.length; i++) {
            allowed[i + 1] = ROOT + to[i] + "..";
        }
        return classes()
                .that()
                .resideInAPackage(allowed[0])
                .should(com.tngtech.archunit.lang.conditions.ArchConditions.not(
                        dependOnClassesThat(OURS.and(DescribedPredicate.not(resideInAnyPackage(allowed))))))
                .allowEmptyShould(true);
    }
}
