package dev.parlance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The walls of the house: docs/architecture.md, "Rules that tests enforce".
class ArchitectureTest {
    private static final String ROOT = "dev.parlance";

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    private static final JavaClasses TESTS =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                    .importPackages(ROOT);

    /// What folds events needs state; such classes are listed one by one.
    private static final Set<String> BUILDERS_IN_DATA_PACKAGES =
            Set.of("dev.parlance.core.chat.ChatAccumulator");

    @Test
    void r1_core_depends_on_java_and_itself_only() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".core..")
                .should()
                .dependOnClassesThat(
                        outside(
                                "dev.parlance.core",
                                "java.lang",
                                "java.util",
                                "java.time",
                                "java.math",
                                "java.text",
                                "java.nio.charset",
                                "java.security",
                                "java.io",
                                "org.jspecify"))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(MAIN);
    }

    @Test
    void r2_packages_have_no_cycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void r3_dialects_engines_and_stores_do_not_know_each_other() {
        for (String family : List.of("dialect", "engine", "store")) {
            slices().matching(ROOT + "." + family + ".(*)..")
                    .should()
                    .notDependOnEachOther()
                    .allowEmptyShould(true)
                    .check(MAIN);
        }
    }

    @Test
    void r4_core_data_packages_hold_records_enums_and_interfaces() {
        classes()
                .that()
                .resideInAnyPackage(
                        ROOT + ".core.chat",
                        ROOT + ".core.completion",
                        ROOT + ".core.embedding",
                        ROOT + ".core.image",
                        ROOT + ".core.audio",
                        ROOT + ".core.moderation",
                        ROOT + ".core.sampling",
                        ROOT + ".core.model",
                        ROOT + ".core.usage",
                        ROOT + ".core.json")
                .and()
                .areTopLevelClasses()
                .and(
                        DescribedPredicate.describe(
                                "are not listed builders",
                                c -> !BUILDERS_IN_DATA_PACKAGES.contains(c.getName())))
                .should(beRecordEnumOrInterface())
                .check(MAIN);
    }

    @Test
    void r5_libraries_stay_behind_their_walls() {
        keep("java.lang.foreign..", ROOT + "..ffm..");
        keep("io.helidon..", ROOT + ".http..");
        keep("tools.jackson..", ROOT + ".wire..", ROOT + ".config..");
        keep("java.sql..", ROOT + ".store..");
        keep("io.micrometer..", ROOT + ".telemetry..");
        keep("ai.onnxruntime..", ROOT + ".engine.onnx..");
        keep("ai.djl..", ROOT + ".engine.onnx..");
        keep("com.knuddels..", ROOT + ".dialect.openai..");
        keep("picocli..", ROOT + ".cli..", ROOT + ".app..");
    }

    @Test
    void r6_only_app_constructs_adapters() {
        for (String family : List.of("dialect", "engine", "store")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT + "." + family + "..", ROOT + ".app..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + "." + family + "..")
                    .check(MAIN);
        }
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".app..")
                .check(MAIN);
    }

    @Test
    void r7_no_thread_locals_and_no_printing_outside_cli() {
        noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(MAIN);
    }

    @Test
    void r8_every_package_says_what_it_is() throws IOException {
        Path root = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> folders =
                    files.filter(f -> f.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct()
                            .toList();
            assertThat(folders).isNotEmpty();
            for (Path folder : folders) {
                Path file = folder.resolve("package-info.java");
                assertThat(file).exists();
                assertThat(Files.readString(file)).startsWith("///").contains("@NullMarked");
            }
        }
    }

    @Test
    void r9_a_test_that_does_not_run_is_an_error() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Test")
                .or()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Contract")
                .should(beTestsOrHidden())
                .check(TESTS);
    }

    @Test
    void r10_each_dialect_has_transcripts_and_each_engine_a_contract() throws IOException {
        for (String dialect : subPackages("dialect")) {
            Path folder = Path.of("src/test/transcripts", dialect);
            assertThat(folder).isDirectory();
            try (Stream<Path> cases = Files.list(folder)) {
                assertThat(cases.count()).as("transcripts of %s", dialect).isPositive();
            }
        }
        for (String engine : subPackages("engine")) {
            assertThat(
                            TESTS.stream()
                                    .filter(c ->
                                            c.getPackageName()
                                                    .startsWith(ROOT + ".engine." + engine))
                                    .flatMap(c -> c.getAllRawSuperclasses().stream())
                                    .anyMatch(c -> c.getSimpleName().endsWith("EngineContract")))
                    .as("engine.%s extends an engine contract", engine)
                    .isTrue();
        }
    }

    @Test
    void r11_files_stay_within_the_budget() throws IOException {
        for (String root : List.of("src/main/java", "src/test/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    int limit = root.contains("test") ? 400 : 300;
                    assertThat(Files.readAllLines(file).size())
                            .as("lines of %s", file)
                            .isLessThanOrEqualTo(limit);
                }
            }
        }
    }

    @Test
    void the_package_table_in_the_docs_is_true() throws IOException {
        String table = Files.readString(Path.of("../docs/architecture.md"));
        Set<String> packages =
                MAIN.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        for (String name : packages) {
            String shown =
                    name.substring(Math.min(name.length(), ROOT.length() + 1))
                            .replaceFirst("^dialect\\..*", "dialect.*")
                            .replaceFirst("^(engine\\.\\w+)\\..*", "$1")
                            .replaceFirst("^(http|wire|telemetry|console|cli|config)\\..*", "$1");
            assertThat(table).as("row of %s", name).contains("`" + shown + "`");
        }
    }

    @Test
    void mutable_statics_are_not_a_way_to_share() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage(ROOT + ".core..")
                .should()
                .beFinal()
                .check(MAIN);
    }

    private static void keep(String library, String... homes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MAIN);
    }

    private static Set<String> subPackages(String family) {
        String prefix = ROOT + "." + family + ".";
        return MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()).replaceFirst("\\..*", ""))
                .collect(Collectors.toSet());
    }

    private static DescribedPredicate<JavaClass> outside(String... allowed) {
        return DescribedPredicate.describe(
                "outside " + String.join(", ", allowed),
                c ->
                        !c.getBaseComponentType().isPrimitive()
                                && Stream.of(allowed)
                                        .noneMatch(p ->
                                                c.getBaseComponentType()
                                                        .getPackageName()
                                                        .startsWith(p)));
    }

    private static ArchCondition<JavaClass> beRecordEnumOrInterface() {
        return new ArchCondition<>("be a record, an enum or an interface") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean fine =
                        item.isRecord()
                                || item.isEnum()
                                || item.isInterface()
                                || item.getSimpleName().equals("package-info");
                events.add(new SimpleConditionEvent(item, fine, item.getName()));
            }
        };
    }

    private static ArchCondition<JavaMethod> beTestsOrHidden() {
        return new ArchCondition<>("carry a JUnit annotation, override, or be hidden") {
            @Override
            public void check(JavaMethod item, ConditionEvents events) {
                boolean fine =
                        item.getModifiers().contains(JavaModifier.PRIVATE)
                                || item.getModifiers().contains(JavaModifier.ABSTRACT)
                                || item.getModifiers().contains(JavaModifier.SYNTHETIC)
                                || item.getModifiers().contains(JavaModifier.BRIDGE)
                                || item.getModifiers().contains(JavaModifier.PROTECTED)
                                || item.getAnnotations().stream()
                                        .anyMatch(a ->
                                                a.getRawType()
                                                        .getPackageName()
                                                        .startsWith("org.junit"));
                events.add(new SimpleConditionEvent(item, fine, item.getFullName()));
            }
        };
    }
}
