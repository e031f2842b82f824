package io.github.fer4j.examples.training.exploration;

/** Numbers in groups that can be joined; the smallest member stands for its group. */
final class DisjointSets {
    private final int[] parents;

    DisjointSets(int count) {
        parents = new int[count];
        for (int i = 0; i < count; i++) {
            parents[i] = i;
        }
    }

    int find(int member) {
        int at = member;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    void join(int a, int b) {
        int first = find(a);
        int second = find(b);
        parents[Math.max(first, second)] = Math.min(first, second);
    }
}
