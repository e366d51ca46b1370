package dev.provision.cli;

import dev.provision.cost.Money;
import dev.provision.cost.PriceBook;
import dev.provision.cost.PriceFile;
import dev.provision.cost.PriceKey;
import dev.provision.cost.PriceList;
import dev.provision.cost.Prices;
import dev.provision.graph.Event;
import dev.provision.report.Fields;
import dev.provision.report.Report;
import dev.provision.report.Table;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "update-prices",
        description = "Read a region's prices from the AWS price list into prices.json beside the environments.",
        footer = "Needs no credentials. Reads some hundred megabytes: the list of EC2, which has the NAT gateways.")
final class UpdatePricesCommand extends ReportingCommand {
    @Option(names = "--region", paramLabel = "REGION", description = "The region (default: the environment's).")
    private Optional<String> region = Optional.empty();

    @Option(names = "--price-list", paramLabel = "URL", description = "Where the price list is (default: at AWS).")
    private URI site = PriceList.AWS;

    UpdatePricesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        String wanted =
                region.orElseGet(() -> target().environment(surroundings()).region());
        PriceFile file = new PriceFile(target().folder(surroundings()));
        PriceBook before = file.read();
        Prices prices = new PriceList(
                        site,
                        line -> report.accept(
                                new Event.Note(surroundings().clock().instant(), line)))
                .read(wanted);
        file.write(before.with(prices));
        List<List<String>> changed = changed(before.find(wanted), prices);
        report.line(
                changed.isEmpty()
                        ? "no price of " + wanted + " has changed"
                        : changed.size() + " prices of " + wanted + " have changed");
        if (!changed.isEmpty()) {
            report.table(new Table(List.of("price", "before", "now"), changed));
        }
        report.line("written: " + file.path());
        report.document(Fields.of(
                "region",
                wanted,
                "source",
                prices.source(),
                "date",
                prices.date().toString(),
                "changed",
                changed.size()));
        return ExitCode.DONE;
    }

    private static List<List<String>> changed(Optional<Prices> before, Prices now) {
        List<List<String>> rows = new ArrayList<>();
        for (PriceKey key : PriceKey.values()) {
            Optional<BigDecimal> old = before.flatMap(
                    prices -> Optional.ofNullable(prices.amounts().get(key)));
            Optional<BigDecimal> amount = Optional.ofNullable(now.amounts().get(key));
            boolean same = old.isPresent() == amount.isPresent()
                    && (old.isEmpty() || old.get().compareTo(amount.orElseThrow()) == 0);
            if (!same) {
                rows.add(List.of(
                        key.word(),
                        old.map(Money::exact).orElse("–"),
                        amount.map(Money::exact).orElse("–")));
            }
        }
        return rows;
    }
}
