package dev.provision.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Amounts of US dollars as people read them. */
public final class Money {
    /** A month as AWS counts it. */
    static final BigDecimal HOURS = BigDecimal.valueOf(730);

    /** The days of such a month. */
    static final BigDecimal DAYS = HOURS.divide(BigDecimal.valueOf(24), MathContext.DECIMAL128);

    private static final int SIGNIFICANT = 5;
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private Money() {}

    /** To the cent: {@code $10.36}. */
    public static String dollars(BigDecimal amount) {
        BigDecimal cents = cents(amount);
        return (cents.signum() < 0 ? "-$" : "$") + String.format(Locale.ROOT, "%,.2f", cents.abs());
    }

    /** To the cent, as a number. */
    public static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }

    /** A small price with five significant digits: {@code $0.0000018667}; what has a cent and more, to the 1/100 cent. */
    public static String exact(BigDecimal amount) {
        BigDecimal rounded = amount.compareTo(CENT) < 0
                ? amount.round(new MathContext(SIGNIFICANT, RoundingMode.HALF_UP))
                : amount.setScale(4, RoundingMode.HALF_UP);
        return "$" + rounded.toPlainString();
    }

    /** A count with separators, and as few decimals as it needs. */
    static String count(BigDecimal value) {
        BigDecimal shown = value.stripTrailingZeros();
        return String.format(Locale.ROOT, "%,." + Math.clamp(shown.scale(), 0, 12) + "f", shown);
    }
}
