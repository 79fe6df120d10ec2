# Read by tidegate and tidegate-ingest, whose place is $self: finds a Java and becomes it.
home=${self%/*/*}

# Sets version: 25 for "25.0.3", 8 for "1.8.0_292", 0 for what is no Java. Most say it in a file, which is quicker than to
# start them; no other program is started for it either, since each takes some milliseconds.
find_version() {
    said=
    release=$(readlink -f "$1")
    release=${release%/*/*}/release
    if [ -r "$release" ]; then
        while IFS= read -r line; do
            case $line in JAVA_VERSION=*) said=$line ;; esac
        done <"$release"
    fi
    [ -n "$said" ] || said=$("$1" -version 2>&1)
    version=${said#*\"}
    version=${version#1.}
    version=${version%%[!0-9]*}
    version=${version:-0}
}

java=
for candidate in "$home/runtime/bin/java" "${TIDEGATE_JAVA:-}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" \
        "$(command -v java 2>/dev/null)" /usr/lib/jvm/*/bin/java /opt/java/*/bin/java; do
    if [ -x "$candidate" ]; then
        find_version "$candidate"
        if [ "$version" -ge 25 ]; then
            java=$candidate
            break
        fi
    fi
done
if [ -z "$java" ]; then
    echo "tidegate: no Java 25 or later was found. Install one, or set TIDEGATE_JAVA to its bin/java." >&2
    exit 69
fi

# What runs a few thousand times only, as most of it does, is not worth the best compiler: on a small machine that would take
# seconds from whoever else works there. What rows run through gets there within a moment all the same.
compile="-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000"

# What an earlier run has learned. A Java that did not make the file does without it and need not say so.
learned=
if [ -n "${cache:-}" ] && [ -f "$home/lib/$cache" ]; then
    learned="-XX:AOTCache=$home/lib/$cache"
fi

# The name of a file is bytes, and in the plain locale, which services have, Java can't speak of one beyond ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) LC_ALL=C.UTF-8 && export LC_ALL ;;
esac

# In one order everywhere, since what was learned holds for that order.
classpath=$(LC_ALL=C; printf '%s:' "$home"/lib/*.jar)

# shellcheck disable=SC2086 # The options are meant to be split.
exec "$java" $memory $compile ${learned:+"$learned"} -Xlog:aot=off -Xlog:cds=off -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dtidegate.home="$home" ${TIDEGATE_OPTS:-} -cp "$classpath" "$main" "$@"
