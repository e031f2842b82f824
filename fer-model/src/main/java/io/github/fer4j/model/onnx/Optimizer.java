package io.github.fer4j.model.onnx;

import java.util.List;

/** The passes that every graph goes through after its layers are translated. */
final class Optimizer {
    /** One kind of rewriting. */
    interface Pass {
        /** Rewrites around a node, and says whether it did. */
        boolean apply(Graph graph, GraphNode node);
    }

    private static final List<Pass> PASSES =
            List.of(
                    new ReshapeFolding(),
                    new PaddingFolding(),
                    new ChannelFolding(),
                    new AffineFolding(),
                    new AffineMotion());

    private Optimizer() {}

    static void run(Graph graph) {
        graph.enter("");
        boolean changed = true;
        // Each rewriting removes a node or moves one towards the outputs, so this ends.
        while (changed) {
            changed = false;
            for (Pass pass : PASSES) {
                for (GraphNode node : graph.nodes()) {
                    if (graph.contains(node)) {
                        changed |= pass.apply(graph, node);
                    }
                }
            }
        }
        graph.prune();
        Lowering.run(graph);
        graph.prune();
    }
}
