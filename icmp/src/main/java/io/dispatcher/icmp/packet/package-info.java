/**
 * ICMP and ICMPv6 on the wire: echo requests out, answers and quoted errors in.
 *
 * <p>Pure: bytes in, values out, no socket, no clock. What it reads was sent by anybody and is taken apart with that in mind: nothing here
 * throws on what a packet holds. Out of scope: who sent what, and when.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.icmp.packet;
