@echo off
rem Parlance's launcher for Windows: finds JDK 25, builds what is out of date, and starts.
rem The same steps as the script "parlance" beside it; written with care, but not yet run by us on
rem Windows (docs/operations.md says so). Environment: JAVA_HOME, JAVA_OPTS, PARLANCE_JAVA_OPTS,
rem PARLANCE_SKIP_BUILD=1, PARLANCE_NO_AOT=1.
setlocal EnableExtensions EnableDelayedExpansion
set "HOME_DIR=%~dp0"
if "%HOME_DIR:~-1%"=="\" set "HOME_DIR=%HOME_DIR:~0,-1%"

set "JAVA25="
if defined JAVA_HOME call :try "%JAVA_HOME%"
for %%R in ("%ProgramFiles%" "%ProgramW6432%" "%LOCALAPPDATA%\Programs") do (
    for %%V in ("Eclipse Adoptium" "Java" "Microsoft" "Zulu" "Amazon Corretto" "BellSoft" "OpenJDK") do (
        if exist "%%~R\%%~V" for /d %%D in ("%%~R\%%~V\*") do if not defined JAVA25 call :try "%%~fD"
    )
)
for /d %%D in ("%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*jdk*") do (
    if not defined JAVA25 call :try "%%~fD"
    if not defined JAVA25 call :try "%%~fD\current"
)
if not defined JAVA25 for /f "delims=" %%J in ('where java 2^>nul') do (
    if not defined JAVA25 call :try "%%~dpJ.."
)
if not defined JAVA25 (
    echo Parlance needs JDK 25 and found none: install it, for example Eclipse Temurin 25 from adoptium.net, or set JAVA_HOME to where it is. 1>&2
    exit /b 1
)

if "%~1"=="test" (
    if not exist "%HOME_DIR%\pom.xml" (
        echo There are no tests in a release: run them in a clone. 1>&2
        exit /b 1
    )
    set "JAVA_HOME=!JAVA25!"
    call "%HOME_DIR%\mvnw.cmd" -B -ntp -f "%HOME_DIR%\pom.xml" verify
    exit /b !ERRORLEVEL!
)

set "APP=%HOME_DIR%\lib"
set "LIBS=%HOME_DIR%\lib"
if not exist "%HOME_DIR%\pom.xml" goto start
set "APP=%HOME_DIR%\server\target"
set "LIBS=%HOME_DIR%\server\target\lib"
if "%PARLANCE_SKIP_BUILD%"=="1" goto start
rem Out of date when any source is newer than the jar.
powershell -NoProfile -Command "$j=Get-Item -ErrorAction SilentlyContinue '%APP%\parlance.jar'; if(-not $j){exit 1}; $n=Get-ChildItem -Recurse '%HOME_DIR%\server\src\main','%HOME_DIR%\server\pom.xml','%HOME_DIR%\pom.xml','%HOME_DIR%\.mvn' | Where-Object LastWriteTime -gt $j.LastWriteTime | Select-Object -First 1; if($n){exit 1}; exit 0"
if not errorlevel 1 goto start
echo Building Parlance (the first time takes a minute or two)... 1>&2
set "JAVA_HOME=%JAVA25%"
call "%HOME_DIR%\mvnw.cmd" -B -ntp -q -f "%HOME_DIR%\pom.xml" -Dmaven.test.skip=true -Dspotless.check.skip=true package 1>&2
if errorlevel 1 (
    echo The build failed. 1>&2
    exit /b 1
)

:start
set "CP=%APP%\parlance.jar"
for %%J in ("%LIBS%\*.jar") do if /i not "%%~nxJ"=="parlance.jar" set "CP=!CP!;%%~fJ"
set "FLAGS=--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC"
rem ONNX Runtime gathers no facts to report about this process.
if not defined ORT_DISABLE_TELEMETRY set "ORT_DISABLE_TELEMETRY=1"
set "AOT=%APP%\parlance.aot"
if "%PARLANCE_NO_AOT%"=="1" goto run
if "%~1"=="serve" call :train
if "%~1"=="dev" call :train
if exist "%AOT%" set "FLAGS=%FLAGS% -XX:AOTMode=auto -Xlog:aot*=off -Xlog:cds*=off -XX:AOTCache="%AOT%""

:run
"%JAVA25%\bin\java.exe" %FLAGS% %JAVA_OPTS% %PARLANCE_JAVA_OPTS% -cp "%CP%" dev.parlance.app.Main %*
exit /b %ERRORLEVEL%

:train
rem One cache per jar: made again when the jar is newer.
for /f %%A in ('powershell -NoProfile -Command "if((Test-Path '%AOT%') -and ((Get-Item '%AOT%').LastWriteTime -gt (Get-Item '%APP%\parlance.jar').LastWriteTime)){'fresh'}else{'old'}"') do if "%%A"=="fresh" exit /b 0
echo Preparing faster starts (once per build)... 1>&2
del "%AOT%" 2>nul
"%JAVA25%\bin\java.exe" "-XX:AOTCacheOutput=%AOT%" %FLAGS% -cp "%CP%" dev.parlance.app.Main rehearse >"%APP%\aot.log" 2>&1
exit /b 0

:try
if defined JAVA25 exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
findstr /b /r /c:"JAVA_VERSION=.25[.\"]" "%~1\release" >nul 2>&1 && set "JAVA25=%~f1"
exit /b 0
