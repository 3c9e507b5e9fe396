package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a check expects of an answer. */
final class Expectation {
    private static final Pattern STATUS = Pattern.compile("[1-5](\\d\\d|[xX]{2})");
    private static final int FIRST_ERROR = 400;

    @Option(
            names = "--expect-status",
            paramLabel = "N|Nxx",
            description = "The status must be this, or in this class (default: below 400).")
    @Nullable
    String status;

    @Option(names = "--body-match", paramLabel = "REGEX", description = "The body must contain this expression.")
    @Nullable
    String bodyMatch;

    @Option(
            names = "--certificate-days",
            paramLabel = "N",
            description = "The target's certificate must last for so many days.")
    @Nullable
    Integer certificateDays;

    /** Says what is wrong with the options themselves. */
    void check(ApiCommand command) {
        if (status != null && !STATUS.matcher(status).matches()) {
            throw command.usage("--expect-status: '" + status + "' is neither a status like 204 nor a class like 2xx");
        }
        try {
            pattern();
        } catch (PatternSyntaxException e) {
            throw command.usage("--body-match: " + e.getDescription() + " in '" + bodyMatch + "'");
        }
    }

    private @Nullable Pattern pattern() {
        return bodyMatch == null ? null : Pattern.compile(bodyMatch);
    }

    /** What of {@code result}, and of the certificate that ends then, is not as expected, a line each. */
    List<String> unmet(JsonNode result, @Nullable String certificateUntil) throws IOException {
        List<String> unmet = new ArrayList<>();
        int code = result.path("status_code").asInt();
        if (!fits(code)) {
            unmet.add("status " + code + " is not " + (status == null ? "below " + FIRST_ERROR : status));
        }
        Pattern pattern = pattern();
        if (pattern != null
                && !pattern.matcher(new String(Bodies.bytes(result), StandardCharsets.UTF_8))
                        .find()) {
            boolean cut = result.path("body_truncated").asBoolean();
            unmet.add("nothing in the body" + (cut ? ", as far as it was received," : "") + " matches " + bodyMatch);
        }
        if (certificateDays != null && !lasts(certificateUntil, certificateDays)) {
            unmet.add(
                    certificateUntil == null
                            ? "there is no certificate"
                            : "the certificate ends on " + certificateUntil + ", in less than " + certificateDays
                                    + " days");
        }
        return unmet;
    }

    private static boolean lasts(@Nullable String until, int days) {
        return until != null && Instant.parse(until).isAfter(Instant.now().plus(Duration.ofDays(days)));
    }

    private boolean fits(int code) {
        if (status == null) {
            return code < FIRST_ERROR;
        }
        return Character.isDigit(status.charAt(2))
                ? code == Integer.parseInt(status)
                : code / 100 == Character.digit(status.charAt(0), 10);
    }
}
