/**
 * A picture in, faces and what each expresses out: {@link io.github.fer4j.EmotionRecognizer} is
 * where to begin, {@link io.github.fer4j.ImageAnalysis} and {@link io.github.fer4j.FaceResult} are
 * what it answers, {@link io.github.fer4j.AnalysisJson} writes that as JSON.
 */
package io.github.fer4j;
