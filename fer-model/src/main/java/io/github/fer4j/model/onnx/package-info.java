/** Keras networks as ONNX, run by ONNX Runtime. */
package io.github.fer4j.model.onnx;
