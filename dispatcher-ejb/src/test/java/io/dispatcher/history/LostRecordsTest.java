package io.dispatcher.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LostRecordsTest {
    private final Logger logger = Logger.getLogger(LostRecords.class.getName());
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(MessageFormat.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private long now;

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void restore() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    void the_first_loss_is_said_at_once_and_further_ones_once_a_minute() {
        LostRecords lost = new LostRecords(() -> now);

        for (int second = 0; second < 150; second++) {
            now = Duration.ofSeconds(second).toNanos();
            lost.add(2, "the journal is full");
        }

        assertThat(lost.count()).isEqualTo(300);
        assertThat(lines).hasSize(3).allMatch(line -> line.endsWith("the journal is full"));
        assertThat(lines.get(0)).contains(" 2 since the start");
        assertThat(lines.get(2)).contains(" 242 since the start");
    }
}
