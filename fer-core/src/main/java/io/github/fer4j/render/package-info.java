/**
 * Results drawn on the picture: {@link io.github.fer4j.render.AnnotationRenderer} draws boxes,
 * labels and bars, in the colours of {@link io.github.fer4j.render.EmotionColors}.
 */
package io.github.fer4j.render;
