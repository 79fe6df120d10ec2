package io.tidegate.agent.source.csv;

import io.tidegate.config.SourceConfig.Csv;

/** One reader per kind of value, all of them sharing what a file's values have told. */
record Readers(ValueReader numbers, ValueReader seconds, ValueReader times, JoinedTimes joined) {
    static Readers of(Csv csv, Evidence evidence) {
        var moments = new Moments(csv, evidence);
        var numbers = new NumberReader(evidence);
        return new Readers(
                numbers,
                new SecondsReader(numbers),
                new TimeReader(moments.whole()),
                new JoinedTimes(moments));
    }
}
