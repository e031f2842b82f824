package io.github.fer4j.examples.training.torch;

/** In which numbers a network computes while it is trained; its weights are always float32. */
public enum Precision {
    /** Everything in float32. */
    FLOAT32,

    /**
     * Convolutions and dense layers, and what lies between them, in bfloat16; weights, statistics,
     * normalisation, losses and sums of gradients in float32.
     */
    BFLOAT16;

    /**
     * @return the faster one on this machine: {@link #BFLOAT16} where the processor multiplies it
     *     ({@code amx_bf16} or {@code avx512_bf16}), {@link #FLOAT32} elsewhere
     */
    public static Precision fastest() {
        boolean fast = ProcessorFeatures.has("amx_bf16") || ProcessorFeatures.has("avx512_bf16");
        return fast ? BFLOAT16 : FLOAT32;
    }
}
