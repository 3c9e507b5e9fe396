package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.protocol.HeaderField;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Time that passes when nothing else happens, and targets that answer as a function says. One thread; the same every time. */
public final class SimulatedWorld implements Clockwork, Exchanges {
    private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");

    private record Task(long at, long number, Runnable run) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private final BiFunction<ObjectNode, String, Answer> target;
    private long now;
    private long numbers;

    /** What was sent, and when in milliseconds. */
    public final List<String> sent = new ArrayList<>();

    public final List<String> told = new ArrayList<>();

    /** @param target answers a request from a place */
    public SimulatedWorld(BiFunction<ObjectNode, String, Answer> target) {
        this.target = target;
    }

    public static Answer answer(int status, String body) {
        return new Answer(
                "agent",
                status,
                List.of(new HeaderField("Content-Type", "application/json"), new HeaderField("X-A", "1")),
                body.getBytes(StandardCharsets.UTF_8),
                3,
                null,
                JsonNodeFactory.instance.objectNode().put("status_code", status).put("body", body));
    }

    @Override
    public Instant now() {
        return BEGIN.plusMillis(now);
    }

    @Override
    public void after(long milliseconds, Runnable task) {
        tasks.add(new Task(now + milliseconds, numbers++, task));
    }

    @Override
    public Prepared prepare(ObjectNode request, @Nullable ObjectNode from) throws StepException {
        if (request.path("url").asText().equals("nowhere")) {
            throw new StepException("there is no such place");
        }
        List<String> places = from != null && from.path("all").asBoolean() ? List.of("a", "b", "c") : List.of("");
        return new Prepared() {
            @Override
            public List<String> places() {
                return places;
            }

            @Override
            public Runnable send(int place, Consumer<Answer> then) {
                sent.add(now + " " + request.path("url").asText() + places.get(place));
                Answer answer = target.apply(request, places.get(place));
                after(3, () -> then.accept(answer));
                return () -> sent.add(now + " taken back");
            }
        };
    }

    public ScenarioRun begin(Scenario scenario, long seed) {
        ScenarioRun run = new ScenarioRun(
                "run", null, scenario, seed, JsonNodeFactory.instance.objectNode(), this, this, new RunListener() {
                    @Override
                    public void stepEnded(String name, String status) {
                        told.add(name + " " + status);
                    }

                    @Override
                    public void ended(ScenarioRun over) {
                        told.add("ended " + over.ended());
                    }
                });
        run.start();
        return run;
    }

    public void pass(long milliseconds) {
        long end = now + milliseconds;
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task next = tasks.remove();
            now = next.at();
            next.run().run();
        }
        now = end;
    }

    public ObjectNode toTheEnd(Scenario scenario, long seed) {
        ScenarioRun run = begin(scenario, seed);
        while (!tasks.isEmpty()) {
            pass(tasks.peek().at() - now);
        }
        return run.report();
    }
}
