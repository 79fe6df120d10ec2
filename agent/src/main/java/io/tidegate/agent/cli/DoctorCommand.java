package io.tidegate.agent.cli;

import io.tidegate.agent.Daemon;
import io.tidegate.agent.doctor.Doctor;
import io.tidegate.agent.doctor.Placed;
import io.tidegate.agent.doctor.Report;
import io.tidegate.agent.loop.Clock;
import io.tidegate.config.Loaded;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "doctor",
        description =
                "Tries everything for real, within a minute (two where a query is very slow): databases, folders, disk, the ingest. Says what is wrong and what to do. Changes and sends nothing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "That source alone. Default: everything.")
    private String source;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "As if that line stood in the configuration, which stays as it is. Can be said several times.")
    private List<String> set = List.of();

    @Option(names = "--json", description = "All of it as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> changes = changes();
        Loaded loaded = config.load(changes);
        if (source == null) {
            ConfigOption.usable(loaded);
        } else {
            ConfigOption.toRead(loaded, source);
        }
        PrintWriter out = spec.commandLine().getOut();
        var report = new Report();
        new Doctor(loaded, changes.keySet(), Daemon.version(), System.getenv(), Clock.system())
                .examine(Optional.ofNullable(source), placed -> tell(placed, report, out));
        out.println(json ? report.json() : report.summary());
        return report.isGood() ? Exit.FINE : Exit.FAILED;
    }

    private void tell(Placed placed, Report report, PrintWriter out) {
        report.add(placed);
        if (!json) {
            Report.lines(placed).forEach(out::println);
            out.flush(); // The next may take a while.
        }
    }

    private Map<String, String> changes() {
        var changes = new LinkedHashMap<String, String>();
        for (String change : set) {
            int equals = change.indexOf('=');
            if (equals < 1) {
                throw new Stop(Exit.USAGE, "--set wants KEY=VALUE, as in --set http.port=8485");
            }
            changes.put(change.substring(0, equals).strip(), change.substring(equals + 1).strip());
        }
        return changes;
    }
}
