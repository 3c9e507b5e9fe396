/**
 * The relational database: its pool, its schema (Flyway) and its JPA unit, embedded (H2) or PostgreSQL as the settings say.
 *
 * <p>May use {@code config}. Features keep their own tables and queries; out of scope here: any table's meaning.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.database;
