package io.dispatcher.work;

/** Free numbers, the last freed first. Not thread-safe. */
final class IntStack {
    private final int[] numbers;
    private int size;

    IntStack(int capacity) {
        numbers = new int[capacity];
    }

    int capacity() {
        return numbers.length;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void push(int number) {
        numbers[size++] = number;
    }

    int pop() {
        return numbers[--size];
    }
}
