using Nabla.Tests.Reference;

namespace Nabla.Tests.Operations;

/// <summary>The records of tests/reference/vocabulary.py, as Nabla writes them.</summary>
static class ReferenceVocabulary
{
    public static readonly string[] Sections = ["convolution", "pooling", "axes", "activations"];

    public static readonly Dictionary<string, (string Nabla, Func<ReferenceCase, Tensor[], Tensor> Apply)> Table = new(StringComparer.Ordinal)
    {
        ["conv"] = ("Convolve", (c, x) => x[0].Convolve(x[1], Third(x), Per(c, "stride"), Per(c, "padding"), Per(c, "dilation"), (int)c.Number("groups", 1))),
        ["conv_same"] = ("Convolve", (_, x) => x[0].Convolve(x[1], padding: Padding.Same)),
        ["conv_transpose"] = ("ConvolveTransposed", (c, x) => x[0].ConvolveTransposed(
            x[1], Third(x), Per(c, "stride"), Per(c, "padding"), Per(c, "output_padding"), Per(c, "dilation"), (int)c.Number("groups", 1))),
        ["max_pool"] = ("MaxPool", (c, x) => (c.Flag("round") ? x[0].Round() : x[0]).MaxPool(Per(c, "size"), Per(c, "stride"), Per(c, "padding"), Per(c, "dilation"), c.Flag("up"))),
        ["avg_pool"] = ("AveragePool", (c, x) => x[0].AveragePool(Per(c, "size"), Per(c, "stride"), Per(c, "padding"), c.Flag("up"), c.Flag("count"))),
        ["adaptive_avg_pool"] = ("AdaptiveAveragePool", (c, x) => x[0].AdaptiveAveragePool(Per(c, "size"))),
        ["adaptive_max_pool"] = ("AdaptiveMaxPool", (c, x) => x[0].AdaptiveMaxPool(Per(c, "size"))),
        ["global_avg_pool"] = ("GlobalAveragePool", (_, x) => x[0].GlobalAveragePool()),
        ["global_max_pool"] = ("GlobalMaxPool", (_, x) => x[0].GlobalMaxPool()),
        ["unfold"] = ("Unfold", (c, x) => x[0].Unfold(Per(c, "size"), Per(c, "stride"), Per(c, "padding"), Per(c, "dilation"))),
        ["fold"] = ("Fold", (c, x) => x[0].Fold(Per(c, "outputs"), Per(c, "size"), Per(c, "stride"), Per(c, "padding"), Per(c, "dilation"))),
        ["masked_select"] = ("MaskedSelect", (_, x) => x[0].MaskedSelect(x[1])),
        ["interpolate"] = ("Interpolate", (c, x) => x[0].Interpolate(c.Integers("size"), Mode(c), c.Flag("corners"))),
        ["cumsum"] = ("CumulativeSum", (c, x) => x[0].CumulativeSum(c.Integers("dim")[0])),
        ["cumprod"] = ("CumulativeProduct", (c, x) => x[0].CumulativeProduct(c.Integers("dim")[0])),
        ["sort"] = ("Sort", (c, x) => x[0].Sort(c.Integers("dim")[0], c.Flag("descending")).Values),
        ["argsort"] = ("ArgSort", (c, x) => x[0].ArgSort(c.Integers("dim")[0], c.Flag("descending"))),
        ["topk"] = ("TopK", (c, x) => x[0].TopK(c.Integers("k")[0], c.Integers("dim")[0], c.Flag("largest")).Values),
        ["norm"] = ("Norm", (c, x) => x[0].Norm(c.Number("p", 2), c.Integers("dim")[0])),
        ["power_sum"] = ("PowerSum", (c, x) => x[0].PowerSum(c.Number("p", 2), c.Integers("dim")[0])),
        ["pad"] = ("Pad", (c, x) => x[0].Pad(-1, c.Integers("before")[0], c.Integers("after")[0], Enum.Parse<PadMode>(c.Args["mode"].GetString()!, ignoreCase: true), 0.5)),
        ["split"] = ("Split", (_, x) => Tensor.Cat([.. x[0].Split([1, 3]).Reverse()])),
        ["chunk"] = ("Chunk", (_, x) => Tensor.Cat([.. x[0].Chunk(2, 1).Reverse()], 1)),
        ["flip_axes"] = ("Flip", (c, x) => x[0].Flip(Axes.Create(c.Integers("dim")))),
        ["roll"] = ("Roll", (c, x) => x[0].Roll(c.Integers("shift")[0], c.Integers("dim")[0])),
        ["tile"] = ("Tile", (c, x) => x[0].Tile(c.Integers("times"))),
        ["windows"] = ("Windows", (c, x) => x[0].Windows(c.Integers("dim")[0], c.Integers("size")[0], c.Integers("step")[0])),
        ["embedding"] = ("Embedding", (_, x) => x[0].Embedding(x[1])),
        ["one_hot"] = ("OneHot", (c, x) => x[0].OneHot(c.Integers("classes")[0])),
        ["einsum"] = ("Einsum", (c, x) => Tensor.Einsum(c.Args["equation"].GetString()!, x)),
        ["selu"] = ("Selu", (_, x) => x[0].Selu()),
        ["hardsigmoid"] = ("HardSigmoid", (_, x) => x[0].HardSigmoid()),
        ["hardtanh"] = ("HardTanh", (_, x) => x[0].HardTanh()),
        ["relu6"] = ("Relu6", (_, x) => x[0].Relu6()),
        ["hardswish"] = ("HardSwish", (_, x) => x[0].HardSwish()),
        ["softsign"] = ("Softsign", (_, x) => x[0].Softsign()),
        ["tanhshrink"] = ("Tanhshrink", (_, x) => x[0].Tanhshrink()),
        ["step"] = ("Heaviside", (_, x) => x[0].Step()),
        ["celu"] = ("Celu", (c, x) => x[0].Celu(c.Number("alpha", 1))),
        ["swish"] = ("Swish", (_, x) => x[0].Swish(x[1])),
        ["acon_a"] = ("AconA", (_, x) => x[0].AconA(x[1])),
        ["acon_b"] = ("AconB", (_, x) => x[0].AconB(x[1], x[2])),
        ["acon_c"] = ("AconC", (_, x) => x[0].AconC(x[1], x[2], x[3])),
        ["smooth_maximum"] = ("SmoothMaximum", (_, x) => x[0].SmoothMaximum(x[1])),
        ["glu"] = ("Glu", (_, x) => x[0].Glu()),
        ["swiglu"] = ("SwiGlu", (_, x) => x[0].SwiGlu()),
        ["maxout"] = ("Maxout", (c, x) => x[0].Maxout(c.Integers("pieces")[0])),
        ["logaddexp"] = ("LogAddExp", (_, x) => x[0].LogAddExp(x[1])),
        ["softmin"] = ("Softmin", (_, x) => x[0].Softmin()),
        ["firing_rate"] = ("FiringRate", (_, x) => x[0].FiringRate(tau: 0.5, resistance: 2, rest: 0.1, reset: -0.2)),
    };

    static PerAxis Per(ReferenceCase c, string name) => PerAxis.Create(c.Integers(name));

    static Tensor? Third(Tensor[] x) => x.Length > 2 ? x[2] : null;

    static Interpolation Mode(ReferenceCase c) => c.Args["mode"].GetString() switch
    {
        "nearest" => Interpolation.Nearest,
        "bicubic" => Interpolation.Cubic,
        _ => Interpolation.Linear,
    };
}
