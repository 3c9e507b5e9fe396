package io.dispatcher.mocks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A stored mock.
 *
 * @param definition with all members, as it is shown without id and hits
 */
record Mock(String id, ObjectNode definition, Stub stub) {
    ObjectNode shown(long hits) {
        ObjectNode json = definition.objectNode().put("id", id);
        json.setAll(definition);
        return json.put("hits", hits);
    }
}
