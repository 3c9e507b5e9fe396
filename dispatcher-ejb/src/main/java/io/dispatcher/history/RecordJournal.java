package io.dispatcher.history;

import java.util.List;

/**
 * Carries batches of records from those who made them to the one who stores them, over the broker's durable queue
 * {@code dispatcher.events.in} or, without it, in this process.
 */
public interface RecordJournal {
    /** A way in for one thread; those of several do not wait for each other. Opens nothing before its first use. */
    Sender sender();

    /**
     * Becomes the one consumer. The implementation hands over what is ready, in the order it came, up to some tens of batches at a time (waiting up to
     * 50 ms for more is welcome: one call is one database commit), acknowledges them when the handler returned, and delivers them again
     * when it threw. The handler is called by one thread at a time; a batch may come twice.
     *
     * @return stops the deliveries when closed
     */
    AutoCloseable subscribe(Handler handler);

    /** Takes batches over. */
    @FunctionalInterface
    interface Sender {
        /**
         * Returns when the batch is safe (stored by the broker), so that it is delivered even after a crash of this process.
         *
         * @param batch as {@link HistoryBatch} encodes it, at most {@link HistoryBatch#MAX_BYTES}
         * @throws JournalException if it could not be taken over; the caller may try again with the same batch
         */
        void send(byte[] batch) throws JournalException;
    }

    /** Stores batches. */
    @FunctionalInterface
    interface Handler {
        /** @throws Exception if they are not stored: deliver again later */
        void store(List<byte[]> batches) throws Exception;
    }

    /** The journal did not take a batch. */
    final class JournalException extends Exception {
        private static final long serialVersionUID = 1L;

        public JournalException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
