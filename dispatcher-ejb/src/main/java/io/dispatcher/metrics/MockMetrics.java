package io.dispatcher.metrics;

import io.dispatcher.mocks.Fault;
import io.dispatcher.mocks.MockAnswer;
import io.dispatcher.mocks.MockListener;
import io.dispatcher.mocks.Mocks;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What mocks answer, not by mock: how many there are is the user's choice. Thread-safe. */
public final class MockMetrics implements MockListener {
    private static final String PREFIX = "http_dispatcher_mock";

    private final CounterDataPoint answered;
    private final CounterDataPoint missed;
    private final Map<Fault.Kind, CounterDataPoint> faults = new EnumMap<>(Fault.Kind.class);

    MockMetrics(DispatchMetrics metrics, Supplier<@Nullable Mocks> mocks) {
        Counter requests = Counter.builder()
                .name(PREFIX + "_requests_total")
                .help("Requests that a mock answered, or that fitted none")
                .labelNames("result")
                .withoutExemplars()
                .register(metrics.registry());
        answered = requests.labelValues("answered");
        missed = requests.labelValues("missed");
        Counter broken = Counter.builder()
                .name(PREFIX + "_faults_total")
                .help("Answers that went wrong on purpose")
                .labelNames("kind")
                .withoutExemplars()
                .register(metrics.registry());
        for (Fault.Kind kind : Fault.Kind.values()) {
            faults.put(kind, broken.labelValues(kind.name().toLowerCase(Locale.ROOT)));
        }
        GaugeWithCallback.builder()
                .name(PREFIX + "s")
                .help("Stored mocks")
                .callback(callback -> {
                    Mocks there = mocks.get();
                    callback.call(there == null ? 0 : there.count());
                })
                .register(metrics.registry());
        CounterWithCallback.builder()
                .name(PREFIX + "_records_left_out_total")
                .help("Answers of mocks that the history does not have, being too many a second")
                .callback(callback -> {
                    Mocks there = mocks.get();
                    callback.call(there == null ? 0 : there.records().leftOut());
                })
                .register(metrics.registry());
    }

    @Override
    public void answered(MockAnswer answer) {
        answered.inc();
        if (answer.fault() != null) {
            CounterDataPoint struck = faults.get(answer.fault().kind());
            if (struck != null) {
                struck.inc();
            }
        }
    }

    @Override
    public void missed() {
        missed.inc();
    }
}
