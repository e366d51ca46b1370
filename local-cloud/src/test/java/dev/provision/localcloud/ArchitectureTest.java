package dev.provision.localcloud;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the design. */
class ArchitectureTest {
    private static final String ROOT = "dev.provision.localcloud";
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    /** What each package may touch besides itself; a package that is missing here is not restrained by its arrows. */
    private static final Map<String, List<String>> ARROWS = Map.of(
            "state", List.of(),
            "time", List.of(),
            "runtime", List.of(),
            "wire", List.of("state", "time"),
            "fault", List.of("wire", "time"),
            "iam", List.of("wire", "state", "time"),
            "sts", List.of("wire", "state", "time", "iam"),
            "tagging", List.of("wire", "state"),
            "logs", List.of("wire", "state", "time"),
            "cloudwatch", List.of("wire", "state", "time"));

    @Test
    void packagesKeepToTheirArrows() {
        ArchRule rule = CompositeArchRule.of(ARROWS.entrySet().stream()
                .map(arrow -> keepsTo(arrow.getKey(), arrow.getValue()))
                .toList());
        rule.check(CLASSES);
    }

    @Test
    void bucketsAreJudgedByTheirPolicies() {
        keepsTo("s3", List.of("wire", "state", "time", "iam")).check(CLASSES);
    }

    @Test
    void theConsoleAsksTheServicesAsTheirClientsDo() {
        keepsTo("console", List.of("wire", "lambda")).check(CLASSES);
    }

    private static ArchRule keepsTo(String name, List<String> allowed) {
        String[] own = Stream.concat(Stream.of(name), allowed.stream())
                .map(part -> ROOT + "." + part + "..")
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> foreign = DescribedPredicate.describe(
                "other packages of the local cloud than " + allowed,
                type -> type.getPackageName().startsWith(ROOT)
                        && Arrays.stream(own).noneMatch(part -> type.getPackageName()
                                .startsWith(part.substring(0, part.length() - 2))));
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat(foreign)
                .allowEmptyShould(true);
    }

    @Test
    void onlyTheAssemblyKnowsTheAssembly() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT);
        rule.check(CLASSES);
    }

    @Test
    void theWireKnowsNoServicesModel() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(ROOT + ".wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk.services..");
        rule.check(CLASSES);
    }

    @Test
    void nobodySleeps() {
        ArchRule rule = noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class);
        rule.check(CLASSES);
    }

    @Test
    void onlyMainEndsTheProcess() {
        ArchRule rule = noClasses()
                .that()
                .doNotBelongToAnyOf(Main.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class);
        rule.check(CLASSES);
    }

    @Test
    void nobodyPrints() {
        ArchRule rule = noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace");
        rule.check(CLASSES);
    }

    @Test
    void namesSayWhatAThingIs() {
        ArchRule rule = classes()
                .should()
                .haveSimpleNameNotEndingWith("Manager")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Processor");
        rule.check(CLASSES);
    }

    @Test
    void nothingStaticChanges() {
        ArchRule rule = noFields()
                .that()
                .areStatic()
                .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(DescribedPredicate.describe(
                        "changeable", (JavaField field) -> !field.getModifiers().contains(JavaModifier.FINAL))));
        rule.check(CLASSES);
    }
}
