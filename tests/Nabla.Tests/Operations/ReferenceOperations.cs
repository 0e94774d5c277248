using Nabla.Tests.Reference;

namespace Nabla.Tests.Operations;

/// <summary>PyTorch's operations by PyTorch's names and arguments, as Nabla writes them.</summary>
static class ReferenceOperations
{
    /// <summary>The sections of tests/reference that hold operations.</summary>
    public static readonly string[] Sections = ["elementwise", "broadcasting", "matmul", "reductions", "shapes", "softmax", "layers", .. ReferenceVocabulary.Sections, .. ReferenceAttention.Sections];

    static readonly Dictionary<string, (string Nabla, Func<ReferenceCase, Tensor[], Tensor> Apply)> Table = new(ReferenceVocabulary.Table.Concat(ReferenceAttention.Table), StringComparer.Ordinal)
    {
        ["abs"] = ("Abs", (_, x) => x[0].Abs()),
        ["acos"] = ("Acos", (_, x) => x[0].Acos()),
        ["asin"] = ("Asin", (_, x) => x[0].Asin()),
        ["atan"] = ("Atan", (_, x) => x[0].Atan()),
        ["ceil"] = ("Ceiling", (_, x) => x[0].Ceiling()),
        ["cos"] = ("Cos", (_, x) => x[0].Cos()),
        ["cosh"] = ("Cosh", (_, x) => x[0].Cosh()),
        ["erf"] = ("Erf", (_, x) => x[0].Erf()),
        ["exp"] = ("Exp", (_, x) => x[0].Exp()),
        ["expm1"] = ("Expm1", (_, x) => x[0].Expm1()),
        ["floor"] = ("Floor", (_, x) => x[0].Floor()),
        ["log"] = ("Log", (_, x) => x[0].Log()),
        ["log1p"] = ("Log1p", (_, x) => x[0].Log1p()),
        ["logsigmoid"] = ("LogSigmoid", (_, x) => x[0].LogSigmoid()),
        ["mish"] = ("Mish", (_, x) => x[0].Mish()),
        ["neg"] = ("Negate", (_, x) => -x[0]),
        ["reciprocal"] = ("Reciprocal", (_, x) => x[0].Reciprocal()),
        ["relu"] = ("Relu", (_, x) => x[0].Relu()),
        ["round"] = ("Round", (_, x) => x[0].Round()),
        ["rsqrt"] = ("Rsqrt", (_, x) => x[0].Rsqrt()),
        ["sigmoid"] = ("Sigmoid", (_, x) => x[0].Sigmoid()),
        ["sign"] = ("Sign", (_, x) => x[0].Sign()),
        ["silu"] = ("Silu", (_, x) => x[0].Silu()),
        ["sin"] = ("Sin", (_, x) => x[0].Sin()),
        ["sinh"] = ("Sinh", (_, x) => x[0].Sinh()),
        ["softplus"] = ("Softplus", (c, x) => c.Number("beta", 1) == 1 ? x[0].Softplus() : (c.Number("beta", 1) * x[0]).Softplus() / c.Number("beta", 1)),
        ["sqrt"] = ("Sqrt", (_, x) => x[0].Sqrt()),
        ["square"] = ("Square", (_, x) => x[0].Square()),
        ["tan"] = ("Tan", (_, x) => x[0].Tan()),
        ["tanh"] = ("Tanh", (_, x) => x[0].Tanh()),
        ["elu"] = ("Elu", (c, x) => x[0].Elu(c.Number("alpha", 1))),
        ["leaky_relu"] = ("LeakyRelu", (c, x) => x[0].LeakyRelu(c.Number("negative_slope", 0.01))),
        ["prelu"] = ("LeakyRelu", (_, x) => x[0].LeakyRelu(x[1])),
        ["gelu"] = ("Gelu", (c, x) => c.Args["approximate"].GetString() == "tanh" ? x[0].GeluTanh() : x[0].Gelu()),
        ["gelu_tanh"] = ("GeluTanh", (_, x) => x[0].GeluTanh()),
        ["clamp"] = ("Clamp", (c, x) => x.Length == 3 ? x[0].Clamp(x[1], x[2]) : x[0].Clamp(c.Number("min", double.NegativeInfinity), c.Number("max", double.PositiveInfinity))),
        ["pow"] = ("Pow", (c, x) => x.Length == 2 ? x[0].Pow(x[1]) : x[0].Pow(c.Number("exponent", double.NaN))),
        ["add"] = ("Add", (_, x) => x[0] + x[1]),
        ["sub"] = ("Subtract", (_, x) => x[0] - x[1]),
        ["mul"] = ("Multiply", (_, x) => x[0] * x[1]),
        ["div"] = ("Divide", (_, x) => x[0] / x[1]),
        ["atan2"] = ("Atan2", (_, x) => x[0].Atan2(x[1])),
        ["maximum"] = ("Maximum", (_, x) => x[0].Maximum(x[1])),
        ["minimum"] = ("Minimum", (_, x) => x[0].Minimum(x[1])),
        ["where"] = ("Where", (_, x) => Tensor.Where(x[0], x[1], x[2])),
        ["masked_fill"] = ("MaskedFill", (c, x) => x[0].MaskedFill(x[1], c.Number("value", 0))),
        ["matmul"] = ("MatMul", (_, x) => x[0].MatMul(x[1])),
        ["linear"] = ("Linear", (_, x) => x.Length == 3 ? x[0].Linear(x[1], x[2]) : x[0].Linear(x[1])),
        ["sum"] = ("Sum", (c, x) => x[0].Sum(Axes(c), c.Flag("keepdim"))),
        ["mean"] = ("Mean", (c, x) => x[0].Mean(Axes(c), c.Flag("keepdim"))),
        ["prod"] = ("Product", (c, x) => x[0].Product(Axes(c), c.Flag("keepdim"))),
        ["amax"] = ("Max", (c, x) => x[0].Max(Axes(c), c.Flag("keepdim"))),
        ["amin"] = ("Min", (c, x) => x[0].Min(Axes(c), c.Flag("keepdim"))),
        ["var"] = ("Variance", (c, x) => x[0].Variance(Axes(c), c.Flag("unbiased") ? 1 : 0, c.Flag("keepdim"))),
        ["std"] = ("StandardDeviation", (c, x) => x[0].StandardDeviation(Axes(c), c.Flag("unbiased") ? 1 : 0, c.Flag("keepdim"))),
        ["logsumexp"] = ("LogSumExp", (c, x) => x[0].LogSumExp(Axes(c), c.Flag("keepdim"))),
        ["argmax"] = ("ArgMax", (c, x) => x[0].ArgMax(c.Integers("dim")[0], c.Flag("keepdim"))),
        ["argmin"] = ("ArgMin", (c, x) => x[0].ArgMin(c.Integers("dim")[0], c.Flag("keepdim"))),
        ["softmax"] = ("Softmax", (c, x) => x[0].Softmax(c.Integers("dim")[0])),
        ["log_softmax"] = ("LogSoftmax", (c, x) => x[0].LogSoftmax(c.Integers("dim")[0])),
        ["cat"] = ("Cat", (c, x) => Tensor.Cat(x, c.Integers("dim")[0])),
        ["stack"] = ("Stack", (c, x) => Tensor.Stack(x, c.Integers("dim")[0])),
        ["gather"] = ("Gather", (c, x) => x[0].Gather(c.Integers("dim")[0], x[1])),
        ["scatter_add"] = ("ScatterAdd", (c, x) => x[0].ScatterAdd(c.Integers("dim")[0], x[1], x[2])),
        ["index_select"] = ("IndexSelect", (c, x) => x[0].IndexSelect(c.Integers("dim")[0], x[1])),
        ["permute"] = ("Permute", (c, x) => x[0].Permute(c.Integers("dims"))),
        ["transpose"] = ("Transpose", (c, x) => x[0].Transpose(c.Integers("dims")[0], c.Integers("dims")[1])),
        ["expand"] = ("Expand", (c, x) => x[0].Expand(new Shape(c.Integers("shape")))),
        ["reshape"] = ("Reshape", (c, x) => x[0].Reshape(c.Integers("shape"))),
        ["flatten"] = ("Flatten", (c, x) => x[0].Flatten(c.Integers("dims")[0], c.Integers("dims")[1])),
        ["squeeze"] = ("Squeeze", (c, x) => x[0].Squeeze(c.Integers("dim")[0])),
        ["unsqueeze"] = ("Unsqueeze", (c, x) => x[0].Unsqueeze(c.Integers("dim")[0])),
        ["flip"] = ("Reversed", (c, x) => x[0].Reversed(c.Integers("dim")[0])),
        ["narrow"] = ("Narrow", (c, x) => x[0].Narrow(c.Integers("dim")[0], c.Integers("start")[0], c.Integers("length")[0])),
        ["sum_to_size"] = ("SumTo", (c, x) => x[0].SumTo(new Shape(c.Integers("shape")))),
        ["slice"] = ("Slice", Slice),
    };

    /// <summary>Nabla's names of the operations that PyTorch has.</summary>
    public static IEnumerable<string> Names => Table.Values.Select(v => v.Nabla);

    /// <summary>Nabla's name for an operation of PyTorch.</summary>
    public static string NameOf(ReferenceCase c) => c.Name == "gelu" && c.Args["approximate"].GetString() == "tanh" ? "GeluTanh" : Table[c.Name].Nabla;

    /// <summary>Computes a record with Nabla.</summary>
    public static Tensor Apply(ReferenceCase c, Tensor[] inputs) => Table[c.Name].Apply(c, inputs);

    static Axes Axes(ReferenceCase c) => Nabla.Axes.Create(c.Integers("dim"));

    static Tensor Slice(ReferenceCase c, Tensor[] x)
    {
        (int axis, int start, int stop, int step) = (c.Integers("dim")[0], c.Integers("start")[0], c.Integers("stop")[0], c.Integers("step")[0]);
        int size = x[0].Shape[axis];
        TensorIndex cut = TensorIndex.Every((start < 0 ? start + size : start)..(stop < 0 ? stop + size : stop), step);
        return axis == 0 ? x[0][cut] : x[0][.., cut];
    }
}
