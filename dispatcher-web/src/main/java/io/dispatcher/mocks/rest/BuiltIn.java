package io.dispatcher.mocks.rest;

/** What the coordinator's listeners have beside the API: pages, and the built-in target's routes. A mock of such a path comes before it. */
final class BuiltIn {
    private static final String[] ROOTS = {"/", "/stream", "/submit", "/user-agent", "/favicon.ico"};
    private static final String[] TREES = {"/static/", "/echo/", "/files/", "/console", "/playground", "/health/"};

    private BuiltIn() {}

    static boolean has(String path) {
        for (String root : ROOTS) {
            if (path.equals(root)) {
                return true;
            }
        }
        for (String tree : TREES) {
            if (path.startsWith(tree)) {
                return true;
            }
        }
        return false;
    }
}
