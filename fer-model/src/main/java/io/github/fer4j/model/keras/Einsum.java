package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shapes of an EinsumDense: {@code abc,cd->abd} with {@code output_shape} and {@code
 * bias_axes}.
 *
 * @param kernel the kernel's sizes
 * @param outputLetters the output's dimensions
 * @param output the output's shape
 */
record Einsum(int[] kernel, String outputLetters, Shape output) {
    static Einsum of(LayerCall call) {
        String equation = call.config().text("equation", "").replace(" ", "");
        int comma = equation.indexOf(',');
        int arrow = equation.indexOf("->");
        if (comma < 0 || arrow < comma) {
            throw call.config().wrong("equation", equation, "of the form ab,bc->ac");
        }
        Shape input = call.inputShape();
        String in = letters(equation.substring(0, comma), input.rank());
        String kernel = equation.substring(comma + 1, arrow);
        String out = letters(equation.substring(arrow + 2), 0);
        if (equation.startsWith("...")) {
            // The dots stand for what the input has beyond its letters.
            String dots = in.substring(0, input.rank() - (comma - 3));
            out = dots + equation.substring(arrow + 2).replace("...", "");
        }
        if (in.length() != input.rank()) {
            throw call.error("cannot apply %s to %s".formatted(equation, input));
        }
        Map<Character, Integer> sizes = new HashMap<>();
        for (int i = 0; i < in.length(); i++) {
            sizes.put(in.charAt(i), input.size(i));
        }
        // output_shape leaves out the batch, and with dots all that they stand for.
        List<Integer> given =
                call.config()
                        .integersOrNulls("output_shape")
                        .orElseThrow(() -> call.error("has no output_shape"));
        int offset = out.length() - given.size();
        for (int i = 0; i < given.size(); i++) {
            if (offset + i < 0) {
                throw call.config()
                        .wrong("output_shape", given, "as long as the equation's output");
            }
            sizes.merge(
                    out.charAt(offset + i),
                    given.get(i),
                    (old, now) -> old == Shape.UNKNOWN ? now : old);
        }
        return new Einsum(
                lookUp(call, kernel, sizes, true), out, Shape.of(lookUp(call, out, sizes, false)));
    }

    private static String letters(String term, int rank) {
        if (!term.startsWith("...")) {
            return term;
        }
        String named = term.substring(3);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < rank - named.length(); i++) {
            all.append((char) ('0' + i));
        }
        return all + named;
    }

    private static int[] lookUp(
            LayerCall call, String letters, Map<Character, Integer> sizes, boolean known) {
        int[] found = new int[letters.length()];
        for (int i = 0; i < found.length; i++) {
            Integer size = sizes.get(letters.charAt(i));
            if (size == null || known && size < 1) {
                throw call.error(
                        "does not say the size of '%s' in its equation"
                                .formatted(letters.charAt(i)));
            }
            found[i] = size;
        }
        return found;
    }

    List<WeightSpec> weights(LayerCall call) {
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.of("kernel", kernel));
        String axes = call.config().text("bias_axes", "");
        if (!axes.isEmpty()) {
            // Dimensions without a bias are 1 from the first one with a bias on.
            int first = outputLetters.length();
            for (char axis : axes.toCharArray()) {
                int at = outputLetters.indexOf(axis);
                if (at < 0) {
                    throw call.config().wrong("bias_axes", axes, "dimensions of the output");
                }
                first = Math.min(first, at);
            }
            int[] sizes = new int[outputLetters.length() - first];
            for (int i = 0; i < sizes.length; i++) {
                boolean biased = axes.indexOf(outputLetters.charAt(first + i)) >= 0;
                sizes[i] = biased ? output.size(first + i) : 1;
            }
            weights.add(WeightSpec.of("bias", sizes));
        }
        return weights;
    }
}
