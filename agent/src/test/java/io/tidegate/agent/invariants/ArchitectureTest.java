package io.tidegate.agent.invariants;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The rules of ARCHITECTURE.md that can be seen in the classes. */
class ArchitectureTest {
    private static final String AGENT = "io.tidegate.agent";
    private static final Set<String> HARMLESS = Set.of("of", "getRuntime");
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.tidegate");

    @Test
    void theRulesSeeTheClassesTheySpeakOf() {
        assertTrue(CLASSES.contain("io.tidegate.agent.store.Tx"));
        assertTrue(CLASSES.contain("io.tidegate.protocol.Row"));
        assertTrue(CLASSES.contain("io.tidegate.config.AgentConfig"));
    }

    @Test
    void packagesFormNoCycle() {
        check(slices().matching("io.tidegate.(**)").should().beFreeOfCycles());
    }

    @Test
    void configKnowsTheJdkOnly() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.tidegate.config..")
                        .should()
                        .dependOnClassesThat()
                        .resideOutsideOfPackages("io.tidegate.config..", "java.."));
    }

    @Test
    void protocolKnowsNeitherConfigNorAgent() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.tidegate.protocol..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.tidegate.config..", AGENT + ".."));
    }

    @Test
    void intakeKnowsNoUplink() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                AGENT + ".window..",
                                AGENT + ".file..",
                                AGENT + ".source..",
                                AGENT + ".row..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(AGENT + ".uplink.."));
    }

    @Test
    void deliveryKnowsNoSource() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(AGENT + ".uplink..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                AGENT + ".window..",
                                AGENT + ".file..",
                                AGENT + ".source..",
                                AGENT + ".row.."));
    }

    @Test
    void theSqlSourceAloneTouchesHikari() {
        onlyIn("com.zaxxer..", AGENT + ".source.sql..");
    }

    @Test
    void jdbcIsTouchedByTheSqlSourceAndTheStoreAlone() {
        onlyIn("java.sql..", AGENT + ".source.sql..", AGENT + ".store..");
    }

    @Test
    void theCsvSourceAloneTouchesCommonsCsv() {
        onlyIn("org.apache.commons.csv..", AGENT + ".source.csv..");
    }

    @Test
    void uplinkAndStatusAloneTouchNetty() {
        onlyIn("io.netty..", AGENT + ".uplink..", AGENT + ".status..");
    }

    @Test
    void theStoreAloneTouchesSqlite() {
        onlyIn("org.sqlite..", AGENT + ".store..");
    }

    @Test
    void onlyMainEndsTheProcess() {
        check(
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName(AGENT + ".cli.Main")
                        .and()
                        .doNotHaveFullyQualifiedName("io.tidegate.ingest.Main")
                        .should()
                        .accessTargetWhere(
                                accessIs("ends the process", Forbidden::endsTheProcess)));
    }

    @Test
    void onlyLoopReadsTheClockAndMakesThreads() {
        check(clocksAndThreads());
    }

    @Test
    void theRulesSeeWhateverReadsAClockMakesAThreadOrEndsTheProcess() {
        JavaClass offender = new ClassFileImporter().importClass(Offender.class);
        List<String> unseen =
                offender.getAccessesFromSelf().stream()
                        .filter(a -> !(a instanceof JavaFieldAccess))
                        .filter(a -> !HARMLESS.contains(a.getName()))
                        .filter(a -> !a.getTargetOwner().isEquivalentTo(Object.class))
                        .filter(a -> !Forbidden.clockOrThread(a) && !Forbidden.endsTheProcess(a))
                        .map(JavaAccess::getDescription)
                        .toList();
        assertEquals(List.of(), unseen);
    }

    private static ArchRule clocksAndThreads() {
        return noClasses()
                .that()
                .resideInAPackage(AGENT + "..")
                .and()
                .resideOutsideOfPackage(AGENT + ".loop..")
                .should()
                .accessTargetWhere(
                        accessIs(
                                "reads a clock, waits or makes threads", Forbidden::clockOrThread));
    }

    private static DescribedPredicate<JavaAccess<?>> accessIs(
            String what, Predicate<JavaAccess<?>> forbidden) {
        return DescribedPredicate.describe(what, forbidden);
    }

    private static void onlyIn(String what, String... where) {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(AGENT + "..")
                        .and()
                        .resideOutsideOfPackages(where)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(what));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
