using Nabla.Layers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Layers;

/// <summary>The records of tests/reference/attention.py that are layers, as Nabla makes and calls them.</summary>
static class ReferenceTransformers
{
    public const string Section = "transformers";

    /// <summary>The layer of a record, in float64, with the record's parameters, taken over by PyTorch's names as from a file of its.</summary>
    public static Module Make(ReferenceCase c)
    {
        Module layer = New(c);
        layer.Cast(DType.Float64);
        string[] names = Parameters(c);
        int first = Inputs(c).Length;
        layer.LoadState(names.Select((name, i) => (name, Tensor.From(c.Inputs[first + i].Data, new Shape(c.Inputs[first + i].Shape)))).ToDictionary(p => p.name, p => p.Item2, StringComparer.Ordinal));
        return layer;
    }

    public static string[] Inputs(ReferenceCase c) => [.. c.Args["inputs"].EnumerateArray().Select(n => n.GetString()!)];

    public static string[] Parameters(ReferenceCase c) => [.. c.Args["parameters"].EnumerateArray().Select(n => n.GetString()!)];

    /// <summary>The layer's result for inputs by their names.</summary>
    public static Tensor Apply(ReferenceCase c, Module layer, IReadOnlyDictionary<string, Tensor> inputs)
    {
        Tensor? Given(string name) => inputs.GetValueOrDefault(name);
        return layer switch
        {
            MultiheadAttention a => Attend(c, a, inputs["query"], Given("key") ?? inputs["query"], Given("value") ?? inputs["query"], Given("mask"), Given("padding")),
            TransformerEncoderLayer e => e.Forward(inputs["x"], Given("mask"), Given("padding")),
            TransformerEncoder e => e.Forward(inputs["x"], Given("mask"), Given("padding")),
            TransformerDecoderLayer d => d.Forward(inputs["target"], inputs["memory"], Given("mask"), Given("memory_mask"), Given("padding"), Given("memory_padding")),
            TransformerDecoder d => d.Forward(inputs["target"], inputs["memory"], Given("mask")),
            Transformer t => t.Forward(inputs["source"], inputs["target"], Given("source_mask"), Given("mask"), Given("memory_mask"), Given("source_padding"), Given("padding"), Given("memory_padding")),
            _ => layer.Forward(inputs["x"]),
        };
    }

    static Tensor Attend(ReferenceCase c, MultiheadAttention layer, Tensor query, Tensor key, Tensor value, Tensor? mask, Tensor? padding) => Text(c, "weights") switch
    {
        null => layer.Forward(query, key, value, mask, padding),
        string kind => layer.ForwardWithWeights(query, key, value, mask, padding, averageWeights: kind == "mean").Weights,
    };

    static Module New(ReferenceCase c)
    {
        double epsilon = c.Number("layer_norm_eps", 1e-5);
        bool batchFirst = c.Flag("batch_first"), normFirst = c.Flag("norm_first");
        return c.Name switch
        {
            "MultiheadAttention" => new MultiheadAttention(
                Int(c, "embed") ?? 0, Int(c, "heads") ?? 0, bias: Yes(c, "bias"), addBiasKv: c.Flag("add_bias_kv"), addZeroAttn: c.Flag("add_zero_attn"), kdim: Int(c, "kdim"), vdim: Int(c, "vdim"),
                batchFirst: batchFirst, causal: c.Flag("causal"), numKeyValueHeads: Int(c, "key_value_heads"),
                rotary: c.Args.ContainsKey("theta") ? new RotaryEmbedding(theta: c.Number("theta", 0), interleaved: c.Flag("interleaved")) : null, alibi: c.Flag("alibi")),
            "TransformerEncoderLayer" => new TransformerEncoderLayer(4, 2, 3, 0, Activation(c), epsilon, batchFirst, normFirst),
            "TransformerEncoder" => new TransformerEncoder(2, () => new TransformerEncoderLayer(4, 2, 3, 0, new Gelu()), c.Flag("norm") ? new LayerNorm([4]) : null),
            "TransformerDecoderLayer" => new TransformerDecoderLayer(4, 2, 3, 0, Activation(c), epsilon, batchFirst, normFirst),
            "TransformerDecoder" => new TransformerDecoder(2, () => new TransformerDecoderLayer(4, 2, 3, 0, new Gelu()), new LayerNorm([4])),
            "Transformer" => new Transformer(4, 2, 2, 1, 3, 0, () => new Gelu(), normFirst: normFirst),
            "LearnedPositions" => new LearnedPositions(Int(c, "context") ?? 0, Int(c, "features") ?? 0, Yes(c, "batch_first")),
            "SinusoidalEncoding" => new SinusoidalEncoding(Int(c, "features") ?? 0, c.Number("theta", 10_000), Yes(c, "batch_first")),
            "RotaryEmbedding" => new RotaryEmbedding(Int(c, "features"), c.Number("theta", 10_000), c.Flag("interleaved")),
            "CausalLanguageModel" => new CausalLanguageModel(5, 4, 4, 2, 2, 3, positions: Text(c, "positions") is { } scheme ? Enum.Parse<PositionScheme>(scheme, ignoreCase: true) : PositionScheme.Learned,
                tied: c.Flag("tied"), normFirst: Yes(c, "norm_first"), numKeyValueHeads: Int(c, "shared")),
            _ => throw new NotSupportedException(c.Name),
        };
    }

    static Module Activation(ReferenceCase c) => Text(c, "activation") switch { "gelu" => new Gelu(), "tanh" => new Tanh(), _ => new Relu() };

    static int? Int(ReferenceCase c, string argument) => c.Args.ContainsKey(argument) ? (int)c.Number(argument, 0) : null;

    static bool Yes(ReferenceCase c, string argument) => !c.Args.ContainsKey(argument) || c.Flag(argument);

    static string? Text(ReferenceCase c, string argument) => c.Args.TryGetValue(argument, out var value) ? value.GetString() : null;
}
