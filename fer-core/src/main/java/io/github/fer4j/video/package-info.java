/**
 * Faces over time: {@link io.github.fer4j.video.VideoEmotionRecognizer} takes the frames of a
 * {@link io.github.fer4j.video.FrameSource} (a file, a camera, pictures of one's own), finds and
 * tracks their faces, and answers with one {@link io.github.fer4j.video.FrameResult} a frame.
 * {@link io.github.fer4j.video.VideoFileWriter} writes frames back into a file.
 *
 * <p>Files and addresses are read by FFmpeg: an application adds {@code
 * org.bytedeco:ffmpeg-platform} of the same 1.5.13 line. Cameras and pictures of one's own need
 * nothing more.
 */
package io.github.fer4j.video;
