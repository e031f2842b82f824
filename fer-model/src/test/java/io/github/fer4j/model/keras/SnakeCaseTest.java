package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnakeCaseTest {
    @ParameterizedTest
    @CsvSource({
        "SeparableConv2D, separable_conv2d",
        "Conv2DTranspose, conv2d_transpose",
        "GlobalAveragePooling2D, global_average_pooling2d",
        "ReLU, re_lu",
        "PReLU, p_re_lu",
        "LeakyReLU, leaky_re_lu",
        "ELU, elu",
        "LSTM, lstm",
        "MultiHeadAttention, multi_head_attention",
        "ZeroPadding2D, zero_padding2d",
        "Functional, functional",
        "RMSNormalization, rms_normalization",
        "TFOpLambda, tf_op_lambda",
        "My_Layer, my__layer"
    })
    void of_className_isKerasNameOfItsGroup(String className, String expected) {
        assertThat(SnakeCase.of(className)).isEqualTo(expected);
    }
}
