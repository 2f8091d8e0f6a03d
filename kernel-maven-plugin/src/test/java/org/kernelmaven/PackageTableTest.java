package org.kernelmaven;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds CONTRIBUTING's table of packages to the code. */
class PackageTableTest {

    private static final String BASE = "org.kernelmaven";

    /** Which package may use which others; the base package and a package itself go without saying. */
    private static final Map<String, List<String>> MAY_USE = table(
            "tool:",
            "archive: tool",
            "settings:",
            "store: tool",
            "fetch: store",
            "source: fetch archive store tool settings",
            "patch: fetch archive store tool settings",
            "kconfig: tool settings",
            "config: kconfig settings",
            "kbuild: settings tool",
            "signature: kbuild store tool",
            "artifact: archive store",
            "distribution: source fetch archive artifact config kconfig kbuild settings store tool",
            "module: kbuild artifact archive store tool settings",
            "vm: kbuild archive tool",
            "build: module signature distribution vm artifact kbuild config kconfig patch source fetch store settings archive tool",
            "mojo: build module signature distribution vm artifact kbuild config kconfig patch source fetch store settings archive tool");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    @Test
    void everyPackageUsesOnlyWhatTheTableAllows() {
        MAY_USE.forEach((name, allowed) -> {
            var reachable = Stream.concat(
                            Stream.of(BASE, in(name)), allowed.stream().map(PackageTableTest::in))
                    .toArray(String[]::new);
            DescribedPredicate<JavaClass> ours = resideInAnyPackage(BASE + "..");
            classes()
                    .that()
                    .resideInAPackage(in(name))
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(reachable).or(DescribedPredicate.not(ours)))
                    .allowEmptyShould(true)
                    .check(classes);
        });
    }

    @Test
    void everyPackageIsInTheTable() {
        var packages = classes.stream()
                .map(type -> type.getPackageName())
                .filter(name -> !name.equals(BASE))
                .map(name -> name.substring(BASE.length() + 1).split("\\.")[0])
                .collect(Collectors.toSet());
        assertThat(MAY_USE.keySet()).containsAll(packages);
    }

    @Test
    void packagesHaveNoCycle() {
        slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyMojosKnowMaven() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("mojo"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.maven..", "org.eclipse.aether..", "org.codehaus.plexus..")
                .check(classes);
    }

    private static String in(String name) {
        return BASE + "." + name + "..";
    }

    private static Map<String, List<String>> table(String... rows) {
        var table = new LinkedHashMap<String, List<String>>();
        for (var row : rows) {
            var cells = row.split(":", 2);
            table.put(
                    cells[0],
                    Arrays.stream(cells[1].split(" "))
                            .filter(word -> !word.isEmpty())
                            .toList());
        }
        return table;
    }
}
