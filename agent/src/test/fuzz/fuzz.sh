#!/bin/sh
# Usage: fuzz.sh CORPUS MINUTES CLASS CLASSPATH. What it finds lies beside the corpus, as crash-*.
set -e
mkdir -p "$1"
cd "$1/.."
seconds=$(($2 * 60))
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -cp "$4" com.code_intelligence.jazzer.Jazzer \
  --target_class="$3" --instrumentation_includes='io.tidegate.agent.source.csv.**' \
  -max_total_time="$seconds" -timeout=10 -max_len=4096 "$1"
