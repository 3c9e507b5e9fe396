package io.dispatcher.icmp.linux;

import io.dispatcher.icmp.packet.Family;
import java.lang.ref.Reference;

/**
 * Has the kernel keep the answers to other pingers from a raw socket, which would get those of the whole machine: with fifty pingers each of them
 * would be woken for fifty. Errors pass, they quote what they are about. A classic BPF program, as iputils' ping attaches one.
 *
 * @see <a href="https://docs.kernel.org/networking/filter.html">Linux Socket Filtering</a>
 */
final class OwnAnswers {
    private static final int INSTRUCTION = 8;
    private static final int PASS = -1;
    private static final int DROP = 0;

    /** Of an ICMP message. */
    private static final int TYPE_AT = 0;

    private static final int IDENTIFIER_AT = 4;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REPLY_6 = 129;

    private static final int LENGTH_OF_IPV4_HEADER_INTO_X = 0xb1;
    private static final int LOAD_SHORT = 0x28;
    private static final int LOAD_SHORT_BEHIND_X = 0x48;
    private static final int LOAD_BYTE = 0x30;
    private static final int LOAD_BYTE_BEHIND_X = 0x50;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;

    private OwnAnswers() {}

    /** What cannot be attached is not: all that comes is looked at anyway. */
    static void only(int fd, Family family, int identifier) {
        boolean four = family == Family.V4;
        // Raw IPv4 sockets get the IP header too.
        int[][] instructions = {
            {LENGTH_OF_IPV4_HEADER_INTO_X, 0, 0, 0},
            {four ? LOAD_BYTE_BEHIND_X : LOAD_BYTE, 0, 0, TYPE_AT},
            {JUMP_IF_EQUAL, 0, 2, four ? ECHO_REPLY : ECHO_REPLY_6},
            {four ? LOAD_SHORT_BEHIND_X : LOAD_SHORT, 0, 0, IDENTIFIER_AT},
            {JUMP_IF_EQUAL, 0, 1, identifier},
            {RETURN, 0, 0, PASS},
            {RETURN, 0, 0, DROP},
        };
        attach(fd, instructions);
    }

    private static void attach(int fd, int[][] instructions) {
        Block program = new Block(INSTRUCTION * instructions.length);
        for (int[] instruction : instructions) {
            program.host
                    .putShort((short) instruction[0])
                    .put((byte) instruction[1])
                    .put((byte) instruction[2])
                    .putInt(instruction[3]);
        }
        Block description = new Block(16);
        description.host.putShort(0, (short) instructions.length).putLong(8, program.address);
        Libc.setsockopt(fd, Constants.SOL_SOCKET, Constants.SO_ATTACH_FILTER, description.address, 16);
        Reference.reachabilityFence(program);
        Reference.reachabilityFence(description);
    }
}
