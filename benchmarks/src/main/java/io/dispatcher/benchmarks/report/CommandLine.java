package io.dispatcher.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a command line fit for a document: no path of this machine, no class path of forty jars. Pure. */
public final class CommandLine {
    private final Map<String, String> places;

    /** @param places path prefix to what stands for it, the longer prefixes first */
    public CommandLine(Map<Path, String> places) {
        this.places = new java.util.LinkedHashMap<>();
        places.forEach((path, name) -> this.places.put(path.toString(), name));
    }

    public List<String> shorten(List<String> command) {
        List<String> shortened = new ArrayList<>();
        boolean classPath = false;
        for (String argument : command) {
            shortened.add(classPath ? "…" : place(argument));
            classPath = argument.equals("-cp") || argument.equals("-classpath") || argument.equals("--class-path");
        }
        if (!shortened.isEmpty()) {
            String program = shortened.get(0);
            shortened.set(0, program.substring(program.lastIndexOf('/') + 1));
        }
        return shortened;
    }

    private String place(String argument) {
        String result = argument;
        for (Map.Entry<String, String> place : places.entrySet()) {
            result = result.replace(place.getKey(), place.getValue());
        }
        return result;
    }
}
