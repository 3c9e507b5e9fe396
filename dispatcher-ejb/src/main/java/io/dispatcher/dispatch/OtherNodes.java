package io.dispatcher.dispatch;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The other coordinators on the same broker and database, as dispatch needs them. Thread-safe; nothing here blocks. */
public interface OtherNodes {
    /** For a node that has its broker to itself. */
    OtherNodes NONE = new OtherNodes() {
        @Override
        public @Nullable String ownName() {
            return null;
        }

        @Override
        public boolean anyAlive() {
            return false;
        }

        @Override
        public boolean known() {
            return true;
        }

        @Override
        public void cancel(String orderId, String reason) {
            // Nobody else can have it.
        }

        @Override
        public BooleanSupplier seek(String orderId) {
            return () -> false;
        }
    };

    /** This node's name among them; null if there can be no others: then no live order is written so that they could take it up. */
    @Nullable
    String ownName();

    /** One was heard of lately, or might be there without having been heard of. */
    boolean anyAlive();

    /** Any that is there would have been heard of. */
    boolean known();

    /** Asks them to end an order they may have; told nothing of what comes of it. */
    void cancel(String orderId, String reason);

    /**
     * Asks them whether they have an order in hand.
     *
     * @return true once one of them said so
     */
    BooleanSupplier seek(String orderId);
}
