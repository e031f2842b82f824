package io.github.fer4j.examples.training.exploration;

import io.github.fer4j.model.dataset.FaceDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Faces that are there twice or more often.
 *
 * @param exact groups of faces that agree in every pixel
 * @param near groups of faces that are the same picture lit, compressed, cut or mirrored otherwise;
 *     exact copies of a member are members too, groups of nothing but these are not here
 */
public record Duplicates(List<FaceGroup> exact, List<FaceGroup> near) {
    /** Of 128 bits; what differs in more is not compared closely. */
    private static final int MOST_BITS = 18;

    /**
     * How closely two faces must agree. On FER-2013 all of a sample of pairs from here on showed
     * one picture, and below 0.93 strangers began to be among them.
     */
    private static final double LEAST_CORRELATION = 0.95;

    /** Compared at a time, so that candidates do not fill the memory. */
    private static final int BLOCK = 1024;

    /** Copies the lists. */
    public Duplicates {
        exact = List.copyOf(exact);
        near = List.copyOf(near);
    }

    /**
     * @return all groups: the near ones, and the exact ones that are not part of one
     */
    public List<FaceGroup> all() {
        Set<Integer> members = new HashSet<>();
        near.forEach(group -> members.addAll(group.members()));
        List<FaceGroup> all = new ArrayList<>(near);
        exact.stream().filter(group -> !members.contains(group.members().get(0))).forEach(all::add);
        all.sort(Comparator.comparing(group -> group.members().get(0)));
        return all;
    }

    /**
     * Compares every face with every other.
     *
     * @param faces the data
     * @return what is there twice
     */
    public static Duplicates of(FaceDataset faces) {
        List<List<Integer>> same = same(faces);
        List<FaceGroup> exact =
                same.stream()
                        .filter(group -> group.size() > 1)
                        .map(group -> FaceGroup.of(faces, group))
                        .toList();
        List<List<Integer>> distinct =
                same.stream()
                        .filter(group -> !PictureFlaws.isBlank(Grey.of(faces.face(group.get(0)))))
                        .toList();
        return new Duplicates(exact, near(faces, distinct));
    }

    /** Each face with its exact copies, in order of their first. */
    private static List<List<Integer>> same(FaceDataset faces) {
        Map<Integer, List<List<Integer>>> byHash = new LinkedHashMap<>();
        List<List<Integer>> groups = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            byte[] pixels = faces.face(i).pixels();
            List<List<Integer>> alike =
                    byHash.computeIfAbsent(Arrays.hashCode(pixels), hash -> new ArrayList<>());
            List<Integer> own = null;
            for (List<Integer> group : alike) {
                if (Arrays.equals(faces.face(group.get(0)).pixels(), pixels)) {
                    own = group;
                }
            }
            if (own == null) {
                own = new ArrayList<>();
                alike.add(own);
                groups.add(own);
            }
            own.add(i);
        }
        return groups;
    }

    private static List<FaceGroup> near(FaceDataset faces, List<List<Integer>> distinct) {
        int count = distinct.size();
        FaceHash[] hashes = new FaceHash[count];
        FaceHash[] mirrored = new FaceHash[count];
        IntStream.range(0, count)
                .parallel()
                .forEach(
                        i -> {
                            Grey grey = Grey.of(faces.face(distinct.get(i).get(0)));
                            hashes[i] = FaceHash.of(grey, false);
                            mirrored[i] = FaceHash.of(grey, true);
                        });
        DisjointSets sets = new DisjointSets(count);
        float[][] plain = new float[count][];
        float[][] turned = new float[count][];
        for (int start = 0; start < count; start += BLOCK) {
            int end = Math.min(start + BLOCK, count);
            List<int[]> candidates =
                    IntStream.range(start, end)
                            .parallel()
                            .boxed()
                            .flatMap(i -> candidates(hashes, mirrored[i], i).stream())
                            .toList();
            for (int[] pair : candidates) {
                if (sets.find(pair[0]) != sets.find(pair[1])) {
                    float[][] cache = pair[2] == 1 ? turned : plain;
                    if (cache[pair[0]] == null) {
                        Grey grey = Grey.of(faces.face(distinct.get(pair[0]).get(0)));
                        cache[pair[0]] = (pair[2] == 1 ? grey.mirrored() : grey).normalized();
                    }
                    if (plain[pair[1]] == null) {
                        plain[pair[1]] =
                                Grey.of(faces.face(distinct.get(pair[1]).get(0))).normalized();
                    }
                    if (product(cache[pair[0]], plain[pair[1]]) >= LEAST_CORRELATION) {
                        sets.join(pair[0], pair[1]);
                    }
                }
            }
        }
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            groups.computeIfAbsent(sets.find(i), root -> new ArrayList<>()).add(i);
        }
        return groups.values().stream()
                .filter(group -> group.size() > 1)
                .map(group -> group.stream().flatMap(i -> distinct.get(i).stream()).sorted())
                .map(members -> FaceGroup.of(faces, members.toList()))
                .toList();
    }

    /** Pairs of a face and an earlier one: both, and whether the first is to be mirrored. */
    private static List<int[]> candidates(FaceHash[] hashes, FaceHash mirrored, int i) {
        List<int[]> found = new ArrayList<>();
        for (int j = 0; j < i; j++) {
            if (hashes[i].distance(hashes[j]) <= MOST_BITS) {
                found.add(new int[] {i, j, 0});
            }
            if (mirrored.distance(hashes[j]) <= MOST_BITS) {
                found.add(new int[] {i, j, 1});
            }
        }
        return found;
    }

    private static double product(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
