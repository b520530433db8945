package dev.wgmesh;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The architecture rules for the packages under {@code root}. */
record ArchitectureRules(String root) {

    /** From the door to the cellar: a package uses those of later lines, and none of its own. */
    private static final List<List<String>> STOREYS =
            List.of(
                    List.of("shell"),
                    List.of("command"),
                    List.of("cli"),
                    List.of("apply", "provision", "serve", "config"),
                    List.of("dns", "provider", "device", "observe", "render"),
                    List.of("diagnosis"),
                    List.of("plan", "validate"),
                    List.of("zone", "mesh"),
                    List.of("lock"),
                    List.of("model"),
                    List.of("keys", "tsig"),
                    List.of("files", "json", "process"),
                    List.of("limits"),
                    List.of("problem"));

    /** The packages that decide and never act. */
    private static final List<String> CORE =
            List.of("diagnosis", "plan", "validate", "zone", "mesh", "lock", "model");

    /** What asks nothing of the outside: copies, the version of the language, the heap. */
    private static final Set<String> HARMLESS =
            Set.of("arraycopy", "identityHashCode", "version", "getRuntime", "maxMemory", "gc");

    /** The names that say nothing. */
    private static final List<String> EMPTY_NAMES =
            List.of("Util", "Utils", "Helper", "Manager", "Impl", "Base");

    ArchRule arrows_point_to_the_right() {
        var house = layeredArchitecture().consideringOnlyDependenciesInLayers();
        house = house.withOptionalLayers(true).layer("Main").definedBy(root);
        for (String room : rooms()) {
            house = house.layer(room).definedBy(in(room));
        }
        for (int storey = 0; storey < STOREYS.size(); storey++) {
            String[] below =
                    STOREYS.stream().skip(storey + 1L).flatMap(List::stream).toArray(String[]::new);
            for (String room : STOREYS.get(storey)) {
                house =
                        below.length == 0
                                ? house.whereLayer(room).mayNotAccessAnyLayer()
                                : house.whereLayer(room).mayOnlyAccessLayers(below);
            }
        }
        return house.allowEmptyShould(true);
    }

    /** The parts of {@code provider} that do not know each other. */
    ArchRule providers_do_not_know_each_other() {
        return SlicesRuleDefinition.slices()
                .matching(root + ".provider.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true);
    }

    /** {@code outer} does not use the packages inside it. */
    ArchRule does_not_use_its_inner_packages(String outer) {
        return noClasses()
                .that()
                .resideInAPackage(root + "." + outer)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + "." + outer + ".(*)..")
                .allowEmptyShould(true);
    }

    ArchRule every_class_has_a_room() {
        return classes()
                .should()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(root), rooms().stream().map(this::in))
                                .toArray(String[]::new));
    }

    ArchRule the_core_does_no_io() {
        return core().dependOnClassesThat(
                        named(
                                "files, sockets, processes or threads",
                                "java.nio.file.Files",
                                "java.nio.channels.",
                                "java.io.File*",
                                "java.io.RandomAccessFile",
                                "java.net.Socket",
                                "java.net.ServerSocket",
                                "java.net.DatagramSocket",
                                "java.net.NetworkInterface",
                                "java.net.URL*",
                                "java.net.http.",
                                "java.lang.Process*",
                                "java.lang.Runtime",
                                "java.lang.Thread",
                                "java.util.concurrent.Exec*"))
                .allowEmptyShould(true);
    }

    ArchRule the_core_looks_up_no_name_and_throws_no_dice() {
        return core().accessTargetWhere(
                        calls(
                                "java.net.InetAddress.getByName",
                                "java.net.InetAddress.getAllByName",
                                "java.net.InetAddress.getLocalHost",
                                "java.lang.Math.random",
                                "java.util.UUID.randomUUID",
                                "java.util.Random.<init>",
                                "java.security.SecureRandom.<init>"))
                .allowEmptyShould(true);
    }

    ArchRule only_main_touches_system() {
        return noClasses()
                .that(areNotMain())
                .should()
                .accessTargetWhere(
                        describe(
                                "java.lang.System or Runtime",
                                access ->
                                        (access.getTargetOwner().isEquivalentTo(System.class)
                                                        || access.getTargetOwner()
                                                                .isEquivalentTo(Runtime.class))
                                                && !HARMLESS.contains(access.getName())))
                .allowEmptyShould(true);
    }

    ArchRule only_main_asks_the_clock() {
        return noClasses()
                .that(areNotMain())
                .should()
                .accessTargetWhere(
                        describe(
                                "the time of day, but from a Clock that was handed in",
                                access ->
                                        access.getTargetOwner().getPackageName().equals("java.time")
                                                && (access.getName().startsWith("system")
                                                        || (access.getName().equals("now")
                                                                && takesNoClock(access)))))
                .allowEmptyShould(true);
    }

    /** A library is used in {@code rooms} only, in none if there is none. */
    ArchRule library_stays_in(String library, String... rooms) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        Stream.concat(Stream.of("no.such.room"), Stream.of(rooms).map(this::in))
                                .toArray(String[]::new))
                .should()
                .dependOnClassesThat(named(library, library))
                .allowEmptyShould(true);
    }

    ArchRule json_stays_out_of_the_core() {
        return core().dependOnClassesThat(named("Jackson", "tools.jackson."))
                .allowEmptyShould(true);
    }

    ArchRule static_state_is_immutable() {
        return fields().that().areStatic().should().beFinal().allowEmptyShould(true);
    }

    ArchRule names_say_what_a_thing_is() {
        return noClasses()
                .should(
                        ArchConditions.be(
                                describe(
                                        "named like a drawer for odds and ends",
                                        type ->
                                                EMPTY_NAMES.stream()
                                                        .anyMatch(type.getSimpleName()::endsWith))))
                .allowEmptyShould(true);
    }

    private static boolean takesNoClock(JavaAccess<?> access) {
        return !access.getTarget().getFullName().endsWith("(java.time.Clock)");
    }

    private ClassesShould core() {
        return noClasses()
                .that()
                .resideInAnyPackage(CORE.stream().map(this::in).toArray(String[]::new))
                .should();
    }

    private DescribedPredicate<JavaClass> areNotMain() {
        return describe(
                "are not Main",
                type ->
                        !type.getName().equals(root + ".Main")
                                && !type.getName().startsWith(root + ".Main$"));
    }

    /** A class, everything in a package (ends with a dot), or what begins so (ends with a star). */
    private static DescribedPredicate<JavaClass> named(String what, String... names) {
        return describe(what, type -> Stream.of(names).anyMatch(name -> covers(name, type)));
    }

    private static boolean covers(String name, JavaClass type) {
        if (name.endsWith("*")) {
            return type.getName().startsWith(name.substring(0, name.length() - 1));
        }
        return type.getName().startsWith(name.endsWith(".") ? name : name + "$")
                || type.getName().equals(name);
    }

    private static DescribedPredicate<JavaAccess<?>> calls(String... methods) {
        return describe(
                "one of " + List.of(methods),
                access ->
                        Stream.of(methods)
                                .anyMatch(
                                        (access.getTargetOwner().getName() + "." + access.getName())
                                                ::equals));
    }

    private List<String> rooms() {
        return STOREYS.stream().flatMap(List::stream).toList();
    }

    private String in(String room) {
        return root + "." + room + "..";
    }
}
