/**
 * The coordinators that share a broker and a database (ARCHITECTURE D10): each tells the others every second that it is there and which agents it has,
 * and what an operator or a caller decided at one node reaches all. Needs no leader, keeps nothing that a restart must find again. May use
 * {@code agents}, {@code dispatch}, {@code messaging} and {@code config}; they know it by ports of their own. Out of scope: orders and replies, which
 * find their way by queues alone.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.cluster;
