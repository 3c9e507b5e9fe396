package io.dispatcher.icmp.lab;

/**
 * What a link does to what goes over it in one direction. Percentages are of packets; a packet out of order overtakes others by coming
 * without delay.
 */
public record Weather(int delayMillis, int jitterMillis, int lossPercent, int duplicatePercent, int reorderPercent) {
    /** The arguments of {@code tc qdisc add … netem}. */
    String netem() {
        StringBuilder text = new StringBuilder("delay " + delayMillis + "ms " + jitterMillis + "ms");
        if (lossPercent > 0) {
            text.append(" loss ").append(lossPercent).append('%');
        }
        if (duplicatePercent > 0) {
            text.append(" duplicate ").append(duplicatePercent).append('%');
        }
        if (reorderPercent > 0) {
            text.append(" reorder ").append(reorderPercent).append('%');
        }
        return text.toString();
    }
}
