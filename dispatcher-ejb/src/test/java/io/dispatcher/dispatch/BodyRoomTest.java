package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyRoomTest {
    private final BodyRoom room = new BodyRoom(1_000_000);
    private final List<String> granted = new ArrayList<>();

    private BodyRoom.Place ask(String name, long bytes) {
        return room.ask(bytes, () -> granted.add(name));
    }

    @Test
    void whatFitsIsGrantedAtOnceAndTheRestInItsTurn() {
        BodyRoom.Place first = ask("first", 600_000);
        BodyRoom.Place second = ask("second", 600_000);
        ask("third", 100_000);

        assertThat(granted).containsExactly("first");
        assertThat(first.held()).isTrue();
        assertThat(second.held()).isFalse();
        assertThat(room.used()).isEqualTo(600_000);
        assertThat(room.waiting()).isEqualTo(2);

        first.leave();

        assertThat(granted).containsExactly("first", "second", "third");
        assertThat(room.used()).isEqualTo(700_000);
        assertThat(room.waiting()).isZero();
    }

    @Test
    void whatIsLargerThanTheRoomGetsItWhenItIsEmpty() {
        BodyRoom.Place small = ask("small", 200_000);
        ask("huge", 5_000_000);
        ask("next", 1);

        assertThat(granted).containsExactly("small");
        small.leave();

        assertThat(granted).containsExactly("small", "huge");
    }

    @Test
    void whoGoesWhileWaitingIsPassedOver() {
        BodyRoom.Place first = ask("first", 900_000);
        BodyRoom.Place gone = ask("gone", 900_000);
        ask("last", 900_000);
        gone.leave();
        first.leave();

        assertThat(granted).containsExactly("first", "last");
    }

    @Test
    void leavingTwiceGivesBackOnce() {
        BodyRoom.Place first = ask("first", 500_000);
        ask("second", 400_000);
        first.leave();
        first.leave();

        assertThat(room.used()).isEqualTo(400_000);
    }

    @Test
    void whoCannotWaitGetsRoomOrNothingAndSmallOnesAlwaysSome() {
        BodyRoom.Place huge = room.tryOccupy(3_000_000);

        assertThat(huge).isNotNull();
        assertThat(room.tryOccupy(65_537)).isNull();
        assertThat(room.tryOccupy(65_536)).isNotNull();
        huge.leave();
        assertThat(room.tryOccupy(65_537)).isNotNull();
        assertThat(room.used()).isEqualTo(65_537);
    }

    @Test
    void answersThatSlowCallersHaveNotReadKeepOthersBackButSmallOnesDoNot() {
        BodyRoom.Place unread = room.occupy(900_000);
        BodyRoom.Place small = room.occupy(50_000);
        ask("large", 300_000);

        assertThat(granted).isEmpty();
        assertThat(room.used()).isEqualTo(900_000);
        small.leave();
        unread.leave();

        assertThat(granted).containsExactly("large");
    }

    @Test
    void whatGrowsKeepsWhatItHadIfThereIsNoMore() {
        BodyRoom.Place grows = room.tryOccupy(100_000);
        BodyRoom.Place other = room.occupy(500_000);

        assertThat(grows.tryGrow(500_000)).isTrue();
        assertThat(grows.tryGrow(500_001)).isFalse();
        assertThat(room.used()).isEqualTo(1_000_000);
        other.leave();
        assertThat(grows.tryGrow(2_000_000)).isTrue();
        grows.leave();
        assertThat(room.used()).isZero();
        assertThat(grows.tryGrow(1)).isFalse();
    }
}
