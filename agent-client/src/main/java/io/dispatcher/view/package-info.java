/**
 * What the coordinator's JSON looks like to a person, the same wherever it is shown.
 *
 * <p>Purpose: tables, lines and values shared by the commands and the demo. Allowed dependencies: {@code terminal},
 * Jackson. Out of scope: asking for the JSON, deciding what to show.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.view;
