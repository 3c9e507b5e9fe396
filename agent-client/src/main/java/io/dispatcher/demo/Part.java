package io.dispatcher.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * A process to start.
 *
 * @param name what to call it in a sentence after "the"
 * @param log where all its output goes; what an earlier one wrote there is overwritten
 * @param arguments of the launcher, the command first
 */
record Part(String name, Path log, List<String> arguments) {
    Part {
        arguments = List.copyOf(arguments);
    }
}
