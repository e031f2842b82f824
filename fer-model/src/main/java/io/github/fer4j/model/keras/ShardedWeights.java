package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights by position in several files, with a {@code model.weights.json} that says which file
 * holds which group. Only the files that were given are opened, whatever the map says.
 */
final class ShardedWeights {
    private ShardedWeights() {}

    static WeightAssigner assign(
            SourceFile map, List<SourceFile> shards, BuiltModel model, List<Hdf5File> opened) {
        Map<String, List<String>> places = places(map);
        Map<String, SourceFile> given = new LinkedHashMap<>();
        for (SourceFile shard : shards) {
            given.put(fileName(shard.name()), shard);
        }
        for (List<String> names : places.values()) {
            for (String name : names) {
                if (!given.containsKey(name)) {
                    throw map.error(
                            "the shard '%s' was not given; give all shards after the map, found %s"
                                    .formatted(name, given.keySet()));
                }
            }
        }
        Map<String, Hdf5Group> roots = new LinkedHashMap<>();
        given.forEach((name, shard) -> roots.put(name, open(shard, opened)));
        return PositionalWeights.assign(
                path -> {
                    for (String name : places.getOrDefault("/" + path, List.of())) {
                        Optional<Hdf5Group> found = roots.get(name).group(path);
                        if (found.isPresent()) {
                            return found;
                        }
                    }
                    return Optional.empty();
                },
                "layers",
                model);
    }

    private static Hdf5Group open(SourceFile shard, List<Hdf5File> opened) {
        if (shard.kind() != FileKind.HDF5) {
            throw shard.error(
                    "found %s; a shard is an HDF5 file".formatted(shard.kind().description()));
        }
        try {
            Hdf5File file = new Hdf5File(ByteBuffer.wrap(shard.bytes()));
            opened.add(file);
            return file.root();
        } catch (ModelFormatException e) {
            throw shard.in(e);
        }
    }

    private static String fileName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private static Map<String, List<String>> places(SourceFile map) {
        Map<String, Object> json;
        try {
            json = Json.parseObject(map.bytes(), 0, map.bytes().length);
        } catch (ModelFormatException e) {
            throw map.in(e);
        }
        if (!(json.get("weight_map") instanceof Map<?, ?> entries)) {
            throw map.error("is no map of shards: weight_map is missing");
        }
        Map<String, List<String>> places = new LinkedHashMap<>();
        entries.forEach(
                (group, names) -> {
                    List<String> files = new ArrayList<>();
                    if (names instanceof List<?> list) {
                        list.forEach(name -> files.add(String.valueOf(name)));
                    } else {
                        files.add(String.valueOf(names));
                    }
                    places.put(String.valueOf(group), files);
                });
        return places;
    }
}
