package io.dispatcher.icmp.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Native memory with its address, seen as two buffers: in the machine's byte order and in the network's. */
final class Block {
    /** Keeps the memory alive. */
    private final Memory memory;

    final long address;
    /** The kernel's structures. */
    final ByteBuffer host;
    /** Packets. */
    final ByteBuffer wire;

    /** Zeroed. */
    Block(int bytes) {
        this(new Memory(bytes));
        memory.clear();
    }

    private Block(Memory memory) {
        this.memory = memory;
        int bytes = (int) memory.size();
        address = Pointer.nativeValue(memory);
        host = memory.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
        wire = memory.getByteBuffer(0, bytes).order(ByteOrder.BIG_ENDIAN);
    }

    /** Not zeroed, so that pages which nobody uses take no memory. */
    static Block untouched(int bytes) {
        return new Block(new Memory(bytes));
    }
}
