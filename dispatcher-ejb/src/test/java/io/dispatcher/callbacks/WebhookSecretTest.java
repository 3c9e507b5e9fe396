package io.dispatcher.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
    /** Of the reference libraries' own tests (github.com/standard-webhooks/standard-webhooks). */
    private static final String KNOWN = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void aKnownMessageHasTheKnownSignature() {
        String signature = WebhookSecret.parse(KNOWN)
                .signature(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void itsTextIsReadBackAndNotShownByAccident() {
        WebhookSecret secret = WebhookSecret.parse(KNOWN);

        assertThat(secret.text()).isEqualTo(KNOWN);
        assertThat(secret.toString()).doesNotContain(KNOWN.substring(6));
    }

    @Test
    void aTextThatIsNoneIsRefusedWithoutBeingShown() {
        for (String wrong : new String[] {"", "secret", "whsec_***", "whsec_" + encoded(23), "whsec_" + encoded(65)}) {
            assertThatThrownBy(() -> WebhookSecret.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e ->
                            assertThat(e.getMessage()).doesNotContain(wrong.length() > 6 ? wrong.substring(6) : "\0"));
        }
    }

    private static String encoded(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }
}
