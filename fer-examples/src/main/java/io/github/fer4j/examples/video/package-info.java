/**
 * Videos and cameras: {@link io.github.fer4j.examples.video.AnalyzeVideo} writes what a video's
 * faces express as tables, pictures and an annotated video, {@link
 * io.github.fer4j.examples.video.Webcam} shows it live, {@link
 * io.github.fer4j.examples.video.MeasureVideo} measures both.
 */
package io.github.fer4j.examples.video;
