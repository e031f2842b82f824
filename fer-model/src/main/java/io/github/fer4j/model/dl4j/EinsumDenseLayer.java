package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code EinsumDense}: a product with a kernel along any dimensions, as a product of matrices. */
final class EinsumDenseLayer {
    private static final String DOTS = "...";

    private EinsumDenseLayer() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("EinsumDense", EinsumDenseLayer::convert);
    }

    private static Step convert(Call call) {
        String equation = call.config().text("equation", "").replace(" ", "");
        String[] sides = equation.split("->", -1);
        String[] terms = sides[0].split(",", -1);
        if (sides.length != 2 || terms.length != 2) {
            throw call.config().wrong("equation", equation, "of the form ab,bc->ac");
        }
        int dots = call.onlyInputShape().rank() - terms[0].replace(DOTS, "").length();
        String in = expanded(terms[0], dots);
        String kernel = terms[1];
        String out = expanded(sides[1], dots);
        String summed = common(in, kernel, out, true, false);
        String free = common(in, kernel, out, false, true);
        String added = without(kernel, in);
        boolean plain =
                in.length() == summed.length() + free.length()
                        && kernel.length() == summed.length() + added.length()
                        && out.length() == free.length() + added.length()
                        && in.charAt(0) == out.charAt(0);
        if (!plain) {
            throw call.refuse("equation " + equation);
        }
        int[] inOrder = order(in, free + summed);
        int[] kernelOrder = order(kernel, summed + added);
        int[] outOrder = order(free + added, out);
        List<Tensor> weights = new ArrayList<>(List.of(call.weight("kernel")));
        call.findWeight("bias").ifPresent(weights::add);
        Step step =
                new Step(
                        (x, w) -> {
                            INDArray left = Ops.permuted(x[0], inOrder);
                            INDArray right = Ops.permuted(w[0], kernelOrder);
                            long inner =
                                    LongStream.of(right.shape())
                                            .limit(summed.length())
                                            .reduce(1, (a, b) -> a * b);
                            INDArray product =
                                    Ops.matrixProduct(
                                            Ops.asMatrix(left, inner),
                                            Ops.asMatrix(right, right.length() / inner));
                            long[] sizes =
                                    LongStream.concat(
                                                    LongStream.of(left.shape())
                                                            .limit(free.length()),
                                                    LongStream.of(right.shape())
                                                            .skip(summed.length()))
                                            .toArray();
                            INDArray result = Ops.permuted(product.reshape('c', sizes), outOrder);
                            return w.length == 1
                                    ? result
                                    : Ops.run("add", result, new int[0], result, w[1]);
                        },
                        weights);
        return step.then(Activations.of(call, call.config().activation("activation")));
    }

    /** Digits in place of the dots. */
    private static String expanded(String term, int dots) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < dots; i++) {
            digits.append((char) ('0' + i));
        }
        return term.replace(DOTS, digits);
    }

    private static String common(
            String in, String kernel, String out, boolean inKernel, boolean inOut) {
        return in.chars()
                .filter(c -> kernel.indexOf(c) >= 0 == inKernel && out.indexOf(c) >= 0 == inOut)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static String without(String term, String other) {
        return term.chars()
                .filter(c -> other.indexOf(c) < 0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** For each letter of the target its place in the source. */
    private static int[] order(String source, String target) {
        return target.chars().map(source::indexOf).toArray();
    }
}
