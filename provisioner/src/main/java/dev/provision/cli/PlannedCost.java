package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.cost.CostModel;
import dev.provision.cost.Money;
import dev.provision.cost.PriceFile;
import dev.provision.report.Fields;
import dev.provision.report.Report;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** What a plan makes of the monthly bill. */
record PlannedCost(PriceFile prices, Environment environment) {
    /** USD a month without requests, to the cent; empty where the price book does not have the region. */
    Optional<BigDecimal> monthly() {
        return CostModel.of(prices.read(), environment)
                .map(model -> Money.cents(model.monthly(environment).total()));
    }

    /** @param before what the last {@code up} left costs, where that is known */
    void tell(Optional<BigDecimal> before, Report report) {
        monthly().ifPresent(then -> {
            report.line("costs " + Money.dollars(then) + " a month"
                    + before.map(now -> against(now, then)).orElse("")
                    + ", without requests (provision cost says for what)");
            Map<String, Object> document = Fields.of("event", "cost", "monthly", then.doubleValue());
            before.ifPresent(now -> document.put("monthlyBefore", now.doubleValue()));
            report.document(document);
        });
    }

    private static String against(BigDecimal now, BigDecimal then) {
        return now.compareTo(then) == 0 ? " as before" : " then instead of " + Money.dollars(now);
    }
}
