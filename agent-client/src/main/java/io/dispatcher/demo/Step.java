package io.dispatcher.demo;

import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;

/** One thing the demo does and shows. Steps run in order on one thread and hand on what they made by the {@link Stage}. */
interface Step {
    /**
     * Does it. What is wrong but leaves the rest worth showing goes to {@link Stage#complain}.
     *
     * @throws DemoFailure if the demo cannot go on
     */
    void run(Stage stage) throws DemoFailure, ApiProblem, Unreachable, InterruptedException;
}
