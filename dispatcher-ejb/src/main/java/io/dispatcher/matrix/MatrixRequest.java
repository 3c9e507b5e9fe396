package io.dispatcher.matrix;

import io.dispatcher.dispatch.ExecuteRequest;
import java.util.List;

/**
 * What is to be sent, from where.
 *
 * @param from agents by id; {@link #ALL} among them: every connected one that has the request's labels
 * @param eachAddress from every address of an agent's rotation, not only from the one whose turn it is
 */
public record MatrixRequest(ExecuteRequest request, List<String> from, boolean eachAddress) {
    public static final String ALL = "*";
}
