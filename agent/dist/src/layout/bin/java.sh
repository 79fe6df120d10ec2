# Read by tidegate and tidegate-ingest: finds a Java and becomes it.
home=$(dirname "$(dirname "$(readlink -f "$0")")")

# 25 for "25.0.3", 8 for "1.8.0_292", 0 for what is no Java.
version_of() {
    "$1" -version 2>&1 | sed -n '1s/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | grep . || echo 0
}

java=
for candidate in "$home/runtime/bin/java" "${TIDEGATE_JAVA:-}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" \
        "$(command -v java 2>/dev/null)" /usr/lib/jvm/*/bin/java /opt/java/*/bin/java; do
    if [ -x "$candidate" ] && [ "$(version_of "$candidate")" -ge 25 ]; then
        java=$candidate
        break
    fi
done
if [ -z "$java" ]; then
    echo "tidegate: no Java 25 or later was found. Install one, or set TIDEGATE_JAVA to its bin/java." >&2
    exit 69
fi

# shellcheck disable=SC2086 # The options are meant to be split.
exec "$java" $memory -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dtidegate.home="$home" ${TIDEGATE_OPTS:-} -cp "$home/lib/*" "$main" "$@"
