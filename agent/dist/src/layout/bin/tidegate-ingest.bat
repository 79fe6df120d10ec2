@echo off
rem Needs Java 25 or later: its own in runtime\, else TIDEGATE_JAVA, JAVA_HOME or the PATH.
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA_EXE=java"
if defined JAVA_HOME set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
if defined TIDEGATE_JAVA set "JAVA_EXE=%TIDEGATE_JAVA%"
if exist "%HOME_DIR%\runtime\bin\java.exe" set "JAVA_EXE=%HOME_DIR%\runtime\bin\java.exe"
"%JAVA_EXE%" -Xmx512m -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "-Dtidegate.home=%HOME_DIR%" %TIDEGATE_INGEST_OPTS% -cp "%HOME_DIR%\lib\*" io.tidegate.ingest.Main %*
exit /b %ERRORLEVEL%
