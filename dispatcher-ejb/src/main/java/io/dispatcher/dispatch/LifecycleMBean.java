package io.dispatcher.dispatch;

/** Management of this node's life ({@code io.dispatcher:type=Lifecycle}). */
public interface LifecycleMBean {
    /**
     * Refuses new requests from now on and waits for those accepted.
     *
     * @param milliseconds to wait at most
     * @return true if none was left
     */
    boolean drain(long milliseconds);

    /** Requests accepted and not ended. */
    int getOpen();
}
