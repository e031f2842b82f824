package io.github.fer4j.examples.training.network;

import io.github.fer4j.model.keras.KerasInitializers;
import io.github.fer4j.model.keras.KerasModel;
import java.util.List;
import java.util.Objects;

/**
 * The networks that can be trained by name.
 *
 * <ul>
 *   <li>{@code ng}: the classic course project's; convolutions of 64, 128 (5×5), 512 and 512, dense
 *       256 and 512, each with batch normalisation, ReLU and dropout; 4,478,727 parameters for
 *       48×48 grey pixels and 7 classes
 *   <li>{@code four-conv}: convolutions of 32, 64, 128, 128 and a dense layer of 1024, without
 *       normalisation
 *   <li>{@code mini-xception}: the small separable network of the project face_classification;
 *       58,423 parameters
 *   <li>{@code vgg}, {@code resnet}: after Pramerdorfer and Kampel (arXiv 1612.02903), who call
 *       them CCP CCP CCP CCP F F (1.8 M parameters) and 3R 4R 6R 3R A F (5.3 M)
 *   <li>{@code fer-resnet}: the network that comes with fer; 2.76 M parameters
 * </ul>
 *
 * <p>The same seed gives the same weights.
 */
public final class NetworkCatalog {
    private static final List<String> NAMES =
            List.of("ng", "four-conv", "mini-xception", "vgg", "resnet", "fer-resnet");

    private NetworkCatalog() {}

    /**
     * @return the names, in the order in which users are told of them
     */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * @param name one of {@link #names}
     * @param input the pictures it takes; both sides at least 48, for {@code four-conv} and {@code
     *     mini-xception} less will do
     * @param classes how many classes it tells apart, by a head named {@code emotion}
     * @param seed what decides its first weights
     * @return the network with its first weights
     * @throws IllegalArgumentException if there is no network of that name, or the pictures are too
     *     small for it
     */
    public static KerasModel create(String name, NetworkInput input, int classes, long seed) {
        return create(name, input, List.of(new NetworkHead("emotion", classes)), seed);
    }

    /**
     * @param name one of {@link #names}
     * @param input the pictures it takes
     * @param heads what it answers with; all heads stand on one trunk
     * @param seed what decides its first weights
     * @return the network with its first weights
     * @throws IllegalArgumentException if there is no network of that name, or the pictures are too
     *     small for it
     */
    public static KerasModel create(
            String name, NetworkInput input, List<NetworkHead> heads, long seed) {
        Objects.requireNonNull(input, "input");
        if (heads.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one head");
        }
        KerasInitializers initializers = new KerasInitializers(seed);
        return switch (name) {
            case "ng" -> PlainNetworks.ng(input, heads, initializers);
            case "four-conv" -> PlainNetworks.fourConv(input, heads, initializers);
            case "mini-xception" -> PlainNetworks.miniXception(input, heads, initializers);
            case "vgg" -> PlainNetworks.vgg(input, heads, initializers);
            case "resnet" ->
                    ResidualNetworks.draw(
                            name,
                            32,
                            new int[] {32, 64, 128, 256},
                            new int[] {3, 4, 6, 3},
                            false,
                            0.5,
                            input,
                            heads,
                            initializers);
            case "fer-resnet" ->
                    ResidualNetworks.draw(
                            name,
                            32,
                            new int[] {64, 128, 256},
                            new int[] {2, 2, 2},
                            true,
                            0.3,
                            input,
                            heads,
                            initializers);
            default ->
                    throw new IllegalArgumentException(
                            "there is no network '%s'; there are %s"
                                    .formatted(name, String.join(", ", NAMES)));
        };
    }
}
