package org.kernelmaven.kconfig.conf;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.kconfig.value.RandomValues;

/** One run: reads the values there are, does what the mode says, and writes the result. */
final class Run {

    private static final String STRICT = "KCONFIG_WERROR";
    private static final String FIXED = "KCONFIG_NOSILENTUPDATE";

    private final Session session;
    private final Options options;
    private final Mode mode;
    private final Configuration configuration;
    private final Messages messages;
    private final ConfigInput input;
    private boolean changed;

    Run(Session session, Options options, Configuration configuration) {
        this.session = session;
        this.options = options;
        this.mode = options.mode();
        this.configuration = configuration;
        // syncconfig is part of every build, where nobody wants to read of it.
        this.messages = new Messages(session.console(), options.silent() || mode == Mode.SYNCCONFIG);
        this.input = new ConfigInput(session, configuration, messages);
    }

    /** True where all went well. */
    boolean run() throws IOException {
        var seed = Chance.seed(session);
        if (mode == Mode.RANDCONFIG) {
            session.console().line("KCONFIG_SEED=0x" + Long.toHexString(seed).toUpperCase(java.util.Locale.ROOT));
        }
        read();
        if (input.hasWarned() && session.has(STRICT)) {
            return false;
        }
        var isFixed = mode == Mode.SYNCCONFIG && session.isOn(FIXED);
        if (isFixed && changed) {
            throw new UserException("\n*** The configuration requires explicit update.\n");
        }
        apply(seed);
        if (messages.warn(configuration) && session.has(STRICT)) {
            return false;
        }
        if (mode == Mode.SAVEDEFCONFIG) {
            new ConfigOutput(session, messages).writeDefconfig(configuration, file());
        } else if (!mode.onlyLists()) {
            if (!isFixed) {
                write();
            }
            writeAutoConf();
        }
        messages.warn(configuration);
        return true;
    }

    private String file() {
        @Nullable String file = options.file();
        return file == null ? "" : file;
    }

    private void read() throws IOException {
        if (mode.startsAnew()) {
            readSeed();
        } else if (mode == Mode.DEFCONFIG) {
            if (!input.read(file())) {
                throw new UserException("***\n*** Can't find default configuration \"" + file() + "\"!\n***");
            }
        } else {
            changed = input.readDotConfig();
        }
    }

    private void readSeed() throws IOException {
        var name = session.variable("KCONFIG_ALLCONFIG");
        if (name.isEmpty()) {
            return;
        }
        if (name.get().isEmpty() || name.get().equals("1")) {
            if (!input.take(mode.seedFile()) && !input.take("all.config")) {
                throw new UserException(
                        "*** KCONFIG_ALLCONFIG set, but no \"" + mode.seedFile() + "\" or \"all.config\" file found");
            }
        } else if (!input.take(name.get())) {
            throw new UserException("*** Can't read seed configuration \"" + name.get() + "\"!");
        }
    }

    private void apply(long seed) throws IOException {
        var target = mode.target();
        if (mode == Mode.RANDCONFIG) {
            new RandomValues(configuration, seed, Chance.odds(session)).apply();
            changed = true;
        } else if (target.isPresent()) {
            target.get().apply(configuration, seed);
            changed |= mode != Mode.OLDDEFCONFIG;
        } else if (mode.looksForNew()) {
            messages.warn(configuration);
            changed |= new Dialogue(mode, configuration, session.console()).run();
        }
    }

    private void write() {
        if (!changed) {
            // Reading takes values back that cannot hold (until 6.8): conf looks again only where nothing else changed.
            configuration.invalidate();
        }
        new ConfigOutput(session, messages).writeDotConfig(configuration);
    }

    /** Only syncconfig renews what is there; the first one is written so that make has something to include. */
    private void writeAutoConf() throws IOException {
        var autoConf = new AutoConf(session, configuration);
        if (mode != Mode.SYNCCONFIG && autoConf.exists()) {
            return;
        }
        try {
            autoConf.write();
        } catch (IOException e) {
            if (mode == Mode.SYNCCONFIG) {
                throw new UserException(e + "\n\n*** Error during sync of the configuration.\n", e);
            }
        }
    }
}
