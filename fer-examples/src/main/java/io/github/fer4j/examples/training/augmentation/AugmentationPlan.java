package io.github.fer4j.examples.training.augmentation;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which augmentations are on, and how strong. Immutable.
 *
 * <pre>{@code
 * AugmentationPlan plan = AugmentationPlan.parse("flip,rotation=10,erasing=0.2");
 * AugmentationPlan gentler = AugmentationPlan.standard().without(Augmentation.MIXUP);
 * }</pre>
 */
public final class AugmentationPlan {
    private final Map<Augmentation, Double> strengths;

    private AugmentationPlan(Map<Augmentation, Double> strengths) {
        this.strengths = strengths;
    }

    /**
     * @return a plan that changes nothing
     */
    public static AugmentationPlan none() {
        return new AugmentationPlan(new EnumMap<>(Augmentation.class));
    }

    /**
     * @return a plan with everything but the vertical flip, at its usual strength
     */
    public static AugmentationPlan standard() {
        AugmentationPlan plan = none();
        for (Augmentation augmentation : Augmentation.values()) {
            if (augmentation.isStandard()) {
                plan = plan.with(augmentation, augmentation.usualStrength());
            }
        }
        return plan;
    }

    /**
     * Reads a plan as it is written in options and recipes: names, each with its strength or
     * without, one after the other. {@code none} and {@code standard} stand for a whole plan and
     * may come first; {@code standard,mixup=0,rotation=5} changes what follows.
     *
     * @param text the plan
     * @return it
     * @throws IllegalArgumentException if a name is unknown or a strength out of its range
     */
    public static AugmentationPlan parse(String text) {
        AugmentationPlan plan = none();
        for (String part : text.split(",")) {
            String[] pair = part.trim().split("=", 2);
            if (pair[0].isEmpty() || pair[0].equalsIgnoreCase("none")) {
                continue;
            }
            if (pair[0].equalsIgnoreCase("standard")) {
                for (Map.Entry<Augmentation, Double> entry : standard().strengths.entrySet()) {
                    plan = plan.with(entry.getKey(), entry.getValue());
                }
                continue;
            }
            Augmentation augmentation = Augmentation.named(pair[0]);
            double strength = augmentation.usualStrength();
            if (pair.length == 2) {
                try {
                    strength = Double.parseDouble(pair[1].trim());
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "the strength of %s must be a number, was '%s'"
                                    .formatted(augmentation.option(), pair[1]),
                            e);
                }
            }
            plan = plan.with(augmentation, strength);
        }
        return plan;
    }

    /**
     * @param augmentation to switch on, or off by a strength of 0
     * @param strength from 0 to its greatest
     * @return a plan changed so
     * @throws IllegalArgumentException if the strength is out of range
     */
    public AugmentationPlan with(Augmentation augmentation, double strength) {
        if (!(strength >= 0 && strength <= augmentation.greatestStrength())) {
            throw new IllegalArgumentException(
                    "the strength of %s must be in 0..%s, was %s"
                            .formatted(
                                    augmentation.option(),
                                    plain(augmentation.greatestStrength()),
                                    strength));
        }
        Map<Augmentation, Double> changed = new EnumMap<>(Augmentation.class);
        changed.putAll(strengths);
        if (strength == 0) {
            changed.remove(augmentation);
        } else {
            changed.put(augmentation, strength);
        }
        return new AugmentationPlan(changed);
    }

    /**
     * @param augmentation to switch off
     * @return a plan without it
     */
    public AugmentationPlan without(Augmentation augmentation) {
        return with(augmentation, 0);
    }

    /**
     * @param augmentation one of them
     * @return its strength; 0 if it is off
     */
    public double strength(Augmentation augmentation) {
        return strengths.getOrDefault(augmentation, 0.0);
    }

    /**
     * @return those that are on, with their strengths, in the order of the enum
     */
    public Map<Augmentation, Double> strengths() {
        return Collections.unmodifiableMap(strengths);
    }

    /**
     * @return whether nothing is changed
     */
    public boolean isNone() {
        return strengths.isEmpty();
    }

    private static String plain(double strength) {
        return BigDecimal.valueOf(strength).stripTrailingZeros().toPlainString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AugmentationPlan plan && strengths.equals(plan.strengths);
    }

    @Override
    public int hashCode() {
        return strengths.hashCode();
    }

    /**
     * @return the plan as {@link #parse} reads it
     */
    @Override
    public String toString() {
        return isNone()
                ? "none"
                : strengths.entrySet().stream()
                        .map(entry -> entry.getKey().option() + "=" + plain(entry.getValue()))
                        .collect(Collectors.joining(","));
    }
}
