package io.dispatcher.requests.jms;

import io.dispatcher.requests.RequestOutcome;
import java.util.List;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Tells those who asked for outcomes by messages, over a session whose commit ends the outcomes too; implementations are CDI beans. Called by one
 * thread at a time, after the outcomes were kept; may see one twice.
 */
public interface OutcomeTeller {
    /** @throws Exception to get all of them again later */
    void tell(ClientSession session, List<RequestOutcome> outcomes) throws Exception;

    /** What became of what was told last, also if it was never told. @param committed false: all of them come again */
    default void settled(boolean committed) {}
}
