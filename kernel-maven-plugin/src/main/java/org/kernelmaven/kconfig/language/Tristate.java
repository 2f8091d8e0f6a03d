package org.kernelmaven.kconfig.language;

/** What an expression evaluates to; {@code n < m < y}. */
public enum Tristate {
    /** Off. */
    N,
    /** A loadable module. */
    M,
    /** Built in. */
    Y;

    /** The smaller of the two. */
    public Tristate and(Tristate other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The larger of the two. */
    public Tristate or(Tristate other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** y and n change places, m stays. */
    public Tristate not() {
        return switch (this) {
            case N -> Y;
            case M -> M;
            case Y -> N;
        };
    }

    /** {@code y}, {@code m} or {@code n}. */
    public String letter() {
        return switch (this) {
            case N -> "n";
            case M -> "m";
            case Y -> "y";
        };
    }
}
