using Nabla.Tests.Reference;

namespace Nabla.Tests.Operations;

/// <summary>The records of tests/reference/attention.py that are operations, as Nabla writes them.</summary>
static class ReferenceAttention
{
    public static readonly string[] Sections = ["attention"];

    public static readonly Dictionary<string, (string Nabla, Func<ReferenceCase, Tensor[], Tensor> Apply)> Table = new(StringComparer.Ordinal)
    {
        ["attention"] = ("Attention", (c, x) => x[0].Attention(x[1], x[2], x.Length > 3 ? x[3] : null, c.Flag("causal"), Scale(c))),
        ["attention_weights"] = ("AttentionWeights", (c, x) => x[0].AttentionWeights(x[1], x.Length > 2 ? x[2] : null, c.Flag("causal"), Scale(c))),
        ["rotary"] = ("Rotary", (c, x) => x[0].Rotary((int)c.Number("offset", 0), c.Args.ContainsKey("features") ? (int)c.Number("features", 0) : null, c.Number("theta", 10_000), c.Flag("interleaved"))),
        ["alibi"] = ("AlibiBias", (c, _) => Tensor.AlibiBias((int)c.Number("heads", 0), (int)c.Number("queries", 0), (int)c.Number("keys", 0), DType.Float64)),
    };

    static double? Scale(ReferenceCase c) => c.Args.ContainsKey("scale") ? c.Number("scale", 1) : null;
}
