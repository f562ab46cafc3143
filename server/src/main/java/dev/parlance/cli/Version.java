package dev.parlance.cli;

import picocli.CommandLine.IVersionProvider;

/// This program's version.
final class Version implements IVersionProvider {

    /// As in the jar; `development` when run from classes.
    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "Parlance " + current(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        };
    }
}
