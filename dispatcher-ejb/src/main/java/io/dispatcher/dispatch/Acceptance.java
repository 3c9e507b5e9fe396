package io.dispatcher.dispatch;

/** Told once, from any thread, what became of a durable request that was to be accepted. Must not block. */
public interface Acceptance {
    /** Nobody is told: the outcome is. */
    Acceptance NOBODY = new Acceptance() {
        @Override
        public void accepted() {}

        @Override
        public void refused(Failure failure) {}

        @Override
        public void uncertain(Failure failure) {}
    };

    /** The broker has stored it: it will end in an outcome. */
    void accepted();

    /** It was not taken, and never will be executed. */
    void refused(Failure failure);

    /** The broker broke in between: it may have it, and then it is executed. */
    void uncertain(Failure failure);
}
