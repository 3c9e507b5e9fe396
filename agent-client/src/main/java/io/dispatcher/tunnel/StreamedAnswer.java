package io.dispatcher.tunnel;

import io.dispatcher.protocol.AnswerHead;
import io.dispatcher.protocol.BodyStreams;
import io.dispatcher.protocol.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;

/** An answer on its way to the node whose caller waits for it. */
final class StreamedAnswer {
    private final String orderId;
    private final BodyStreams streams;
    private final AnswerHead head;
    private final Pipe body;

    StreamedAnswer(String orderId, BodyStreams streams, AnswerHead head, Pipe body) {
        this.orderId = orderId;
        this.streams = streams;
        this.head = head;
        this.body = body;
    }

    /** @param delivered the caller has all of it */
    void send(Call call, CloseableHttpAsyncClient client, NodeDoor door, Runnable delivered, Consumer<Exception> failed)
            throws IOException {
        byte[] encoded = Wire.write(head);
        body.startWith(ByteBuffer.allocate(Integer.BYTES + encoded.length)
                .putInt(encoded.length)
                .put(encoded)
                .flip());
        call.begin(
                client,
                new BasicRequestProducer(door.request("POST", orderId, streams), body),
                SimpleResponseConsumer.create(),
                response -> {
                    if (response.getCode() == 200) {
                        delivered.run();
                    } else {
                        failed.accept(new IOException("the node answered " + response.getCode()));
                    }
                },
                failed);
    }
}
