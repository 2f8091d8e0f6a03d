package org.kernelmaven.kconfig.conf;

import java.util.Locale;
import java.util.Optional;
import org.kernelmaven.kconfig.value.Target;

/** What the command line asks for; the last option counts. */
enum Mode {
    LISTNEWCONFIG("List new options"),
    HELPNEWCONFIG("List new options and their help texts"),
    OLDASKCONFIG("Ask for every option, one line each (what is done without a mode)"),
    OLDCONFIG("Ask for the options that .config does not have"),
    SYNCCONFIG("As oldconfig, and write what the build reads below include/"),
    OLDDEFCONFIG("As oldconfig, with the default for every new option"),
    DEFCONFIG("Take the values of a file, and defaults for all else"),
    SAVEDEFCONFIG("Save the values that are not the defaults to a file"),
    ALLNOCONFIG("Answer no to everything"),
    ALLYESCONFIG("Answer yes to everything"),
    ALLMODCONFIG("Answer module to everything"),
    ALLDEFCONFIG("Leave everything at its default"),
    RANDCONFIG("Answer everything at random"),
    YES2MODCONFIG("Change yes to module where that may be"),
    MOD2YESCONFIG("Change module to yes"),
    MOD2NOCONFIG("Change module to no");

    private final String purpose;

    Mode(String purpose) {
        this.purpose = purpose;
    }

    /** As the option and make name it: {@code olddefconfig}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String purpose() {
        return purpose;
    }

    /** Whether the option names a file. */
    boolean takesFile() {
        return this == DEFCONFIG || this == SAVEDEFCONFIG;
    }

    /** Whether it starts from nothing but what {@code KCONFIG_ALLCONFIG} names. */
    boolean startsAnew() {
        return switch (this) {
            case ALLNOCONFIG, ALLYESCONFIG, ALLMODCONFIG, ALLDEFCONFIG, RANDCONFIG -> true;
            default -> false;
        };
    }

    /** The file that an empty {@code KCONFIG_ALLCONFIG} stands for. */
    String seedFile() {
        return this == RANDCONFIG ? "allrandom.config" : word().replaceFirst("config$", ".config");
    }

    /** Whether new symbols are looked for. */
    boolean looksForNew() {
        return switch (this) {
            case OLDASKCONFIG, OLDCONFIG, SYNCCONFIG, LISTNEWCONFIG, HELPNEWCONFIG -> true;
            default -> false;
        };
    }

    /** Whether nothing is written. */
    boolean onlyLists() {
        return this == LISTNEWCONFIG || this == HELPNEWCONFIG;
    }

    /** What is done to all values at once; empty for those that ask, list or save, and for chance. */
    Optional<Target> target() {
        return this == RANDCONFIG ? Optional.empty() : Target.of(word());
    }
}
