package io.dispatcher.protocol.egress;

import org.jspecify.annotations.Nullable;

/**
 * The policy's answer about one address.
 *
 * @param rule the rule that decided: {@code public}, {@code allow CIDR}, {@code deny CIDR}, {@code coordinator}, or the name of a special
 *     range such as {@code loopback} or {@code link-local}
 * @param resolved the address asked about, in canonical text form
 * @param allowedBy the option that would allow it, null if it is allowed or nothing can
 */
public record EgressVerdict(
        boolean allowed,
        String rule,
        String resolved,
        @Nullable String allowedBy) {
    /** One sentence for people, about an agent's policy. */
    public String sentence() {
        return sentence("the agent's");
    }

    /** @param whose policy it is, as in "the agent's" */
    public String sentence(String whose) {
        if (allowed) {
            return resolved + " is allowed (" + rule + ")";
        }
        String way =
                allowedBy == null ? "; no option allows it" : "; " + whose + " option " + allowedBy + " would allow it";
        return resolved + " is refused by the egress policy (" + rule + ")" + way;
    }
}
