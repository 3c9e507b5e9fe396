package io.dispatcher.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryDetailTest {
    private static HistoryDetail of(byte[] body) {
        return HistoryDetail.of(Sample.at(Instant.EPOCH).body(body).build(), true, "node");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_000, 5_000, HistoryDetail.MAX_BODY})
    void aBodyIsReadAsItWasWrittenWhetherItCompressesOrNot(int length) throws Exception {
        byte[] random = new byte[length];
        new Random(length).nextBytes(random);
        byte[] same = new byte[length];
        Arrays.fill(same, (byte) 'a');

        assertThat(HistoryDetail.decode(of(random).encode()).response().body()).isEqualTo(random);
        assertThat(HistoryDetail.decode(of(same).encode()).response().body()).isEqualTo(same);
    }

    @Test
    void whatCompressesTakesLittleRoomAndWhatDoesNotTakesNoMore() {
        byte[] random = new byte[HistoryDetail.MAX_BODY];
        new Random(1).nextBytes(random);

        assertThat(of(new byte[HistoryDetail.MAX_BODY]).encode()).hasSizeLessThan(4_000);
        assertThat(of(random).encode()).hasSizeLessThan(HistoryDetail.MAX_BODY + 2_000);
    }

    @Test
    void aDamagedBlobIsRefusedHoweverItIsDamaged() {
        byte[] whole = of(new byte[20_000]).encode();
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            }
            try {
                HistoryDetail.decode(damaged);
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThatThrownBy(() -> HistoryDetail.decode(new byte[] {2, 0x7f, 0, 0, 0, 0}))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> HistoryDetail.decode(new byte[] {9, 0, 0, 0, 1, 0}))
                .isInstanceOf(IOException.class);
    }
}
