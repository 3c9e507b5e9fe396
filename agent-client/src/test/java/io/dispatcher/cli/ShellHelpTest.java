package io.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What shells and man pages are told comes from what parses the command line. */
class ShellHelpTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dispatcher to | top",
                "dispatcher coord | coordinator",
                "dispatcher top --int | --interval",
                "dispatcher agent dr | drain",
                "dispatcher load compare --pipe | --pipeline-depth"
            })
    void bashCompletesCommandsAndOptions(String typed, String completed) throws Exception {
        Path script = Files.writeString(
                directory.resolve("completion"), Ran.of("completion").out());
        String words = "(" + typed + ")";
        String run = "source " + script + "; COMP_WORDS=" + words + "; COMP_CWORD=$((${#COMP_WORDS[@]}-1));"
                + " _complete_dispatcher; echo \"${COMPREPLY[@]}\"";

        assertThat(bash(run).split("\\s+")).contains(completed);
    }

    private static String bash(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out;
    }

    @Test
    void theManualPageHasEveryCommandAndNothingThatLooksLikeARequest() {
        String page = Ran.of("man").out();

        assertThat(page)
                .startsWith(".TH DISPATCHER 1\n")
                .contains(".SS dispatcher top\n", ".SS dispatcher agent drain\n", ".SS dispatcher coordinator\n")
                .contains("\\fB\\-i\\fR, \\fB\\-\\-interval\\fR \\fIS\\fR");
        Set<String> requests = page.lines()
                .filter(line -> line.startsWith(".") || line.startsWith("'"))
                .map(line -> line.split(" ")[0])
                .collect(Collectors.toSet());
        assertThat(requests).isSubsetOf(".TH", ".SH", ".SS", ".TP", ".B", ".I");
    }
}
