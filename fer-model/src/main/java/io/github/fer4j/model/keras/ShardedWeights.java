package io.github.fer4j.model.keras;

import java.util.List;

/** Placeholder. */
final class ShardedWeights {
    private ShardedWeights() {}

    static void assign(SourceFile map, List<SourceFile> shards, BuiltModel model) {
        throw map.error("sharded weights are not read yet");
    }
}
