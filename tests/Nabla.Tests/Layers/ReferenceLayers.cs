using System.Text.Json;
using Nabla.Layers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Layers;

/// <summary>PyTorch's layers by Nabla's names and PyTorch's arguments, as Nabla makes them.</summary>
static class ReferenceLayers
{
    /// <summary>The layer of a record, in float64, with the record's parameters and buffers.</summary>
    public static Module Make(ReferenceCase c)
    {
        Module layer = New(c);
        layer.Cast(DType.Float64);
        string[] names = [.. c.Args["parameters"].EnumerateArray().Select(n => n.GetString()!)];
        for (int i = 0; i < names.Length; i++) Parameter(layer, names[i]).Assign(Tensor.From(c.Inputs[i + 1].Data, new Shape(c.Inputs[i + 1].Shape)));
        if (c.Args.TryGetValue("buffers", out JsonElement buffers))
            foreach (JsonProperty buffer in buffers.EnumerateObject())
                layer.SetBuffer(buffer.Name, Tensor.From([.. buffer.Value.EnumerateArray().Select(v => v.GetDouble())]));
        if (!c.Flag("train")) layer.Eval();
        return layer;
    }

    public static Parameter Parameter(Module layer, string path) => layer.NamedParameters().Single(p => p.Path == path).Value;

    static Module New(ReferenceCase c) => c.Name switch
    {
        "Conv1d" => new Conv1d(Int(c, "in"), Int(c, "out"), Axes(c, "kernel"), Axes(c, "stride", 1), PaddingOf(c), Axes(c, "dilation", 1), Int(c, "groups", 1), Yes(c, "bias"), Mode(c)),
        "Conv2d" => new Conv2d(Int(c, "in"), Int(c, "out"), Axes(c, "kernel"), Axes(c, "stride", 1), PaddingOf(c), Axes(c, "dilation", 1), Int(c, "groups", 1), Yes(c, "bias"), Mode(c)),
        "Conv3d" => new Conv3d(Int(c, "in"), Int(c, "out"), Axes(c, "kernel"), Axes(c, "stride", 1), PaddingOf(c), Axes(c, "dilation", 1), Int(c, "groups", 1), Yes(c, "bias"), Mode(c)),
        "ConvTranspose1d" => new ConvTranspose1d(Int(c, "in"), Int(c, "out"), Axes(c, "kernel"), Axes(c, "stride", 1), PaddingOf(c), Axes(c, "output_padding", 0), Int(c, "groups", 1), Yes(c, "bias"), Axes(c, "dilation", 1)),
        "ConvTranspose2d" => new ConvTranspose2d(Int(c, "in"), Int(c, "out"), Axes(c, "kernel"), Axes(c, "stride", 1), PaddingOf(c), Axes(c, "output_padding", 0), Int(c, "groups", 1), Yes(c, "bias"), Axes(c, "dilation", 1)),
        "ConvTranspose3d" => new ConvTranspose3d(Int(c, "in"), Int(c, "out"), Axes(c, "kernel"), Axes(c, "stride", 1), PaddingOf(c), Axes(c, "output_padding", 0), Int(c, "groups", 1), Yes(c, "bias"), Axes(c, "dilation", 1)),
        "MaxPool1d" => new MaxPool1d(Axes(c, "kernel"), Stride(c), Axes(c, "padding", 0), Axes(c, "dilation", 1), c.Flag("roundUp")),
        "MaxPool2d" => new MaxPool2d(Axes(c, "kernel"), Stride(c), Axes(c, "padding", 0), Axes(c, "dilation", 1), c.Flag("roundUp")),
        "MaxPool3d" => new MaxPool3d(Axes(c, "kernel"), Stride(c), Axes(c, "padding", 0), Axes(c, "dilation", 1), c.Flag("roundUp")),
        "AvgPool1d" => new AvgPool1d(Axes(c, "kernel"), Stride(c), Axes(c, "padding", 0), c.Flag("roundUp"), Yes(c, "countPadding")),
        "AvgPool2d" => new AvgPool2d(Axes(c, "kernel"), Stride(c), Axes(c, "padding", 0), c.Flag("roundUp"), Yes(c, "countPadding")),
        "AvgPool3d" => new AvgPool3d(Axes(c, "kernel"), Stride(c), Axes(c, "padding", 0), c.Flag("roundUp"), Yes(c, "countPadding")),
        "AdaptiveAvgPool1d" => new AdaptiveAvgPool1d(Axes(c, "outputs")),
        "AdaptiveAvgPool2d" => new AdaptiveAvgPool2d(Axes(c, "outputs")),
        "AdaptiveAvgPool3d" => new AdaptiveAvgPool3d(Axes(c, "outputs")),
        "AdaptiveMaxPool1d" => new AdaptiveMaxPool1d(Axes(c, "outputs")),
        "AdaptiveMaxPool2d" => new AdaptiveMaxPool2d(Axes(c, "outputs")),
        "AdaptiveMaxPool3d" => new AdaptiveMaxPool3d(Axes(c, "outputs")),
        "GlobalAvgPool" => new GlobalAvgPool(),
        "GlobalMaxPool" => new GlobalMaxPool(),
        "BatchNorm1d" => new BatchNorm1d(Int(c, "channels"), c.Number("eps", 1e-5), affine: Yes(c, "affine")),
        "BatchNorm2d" => new BatchNorm2d(Int(c, "channels"), c.Number("eps", 1e-5), affine: Yes(c, "affine")),
        "BatchNorm3d" => new BatchNorm3d(Int(c, "channels"), c.Number("eps", 1e-5), affine: Yes(c, "affine")),
        "InstanceNorm1d" => new InstanceNorm1d(Int(c, "channels"), c.Number("eps", 1e-5), c.Flag("affine")),
        "InstanceNorm2d" => new InstanceNorm2d(Int(c, "channels"), c.Number("eps", 1e-5), c.Flag("affine")),
        "InstanceNorm3d" => new InstanceNorm3d(Int(c, "channels"), c.Number("eps", 1e-5), c.Flag("affine")),
        "LayerNorm" => new LayerNorm(new Shape(c.Integers("normalized")), c.Number("eps", 1e-5), Yes(c, "affine")),
        "RmsNorm" => new RmsNorm(new Shape(c.Integers("normalized"))),
        "GroupNorm" => new GroupNorm(Int(c, "groups"), Int(c, "channels"), c.Number("eps", 1e-5), Yes(c, "affine")),
        "Dropout" => new Dropout(0.3),
        "Dropout1d" => new Dropout1d(0.4),
        "Dropout2d" => new Dropout2d(0.4),
        "Dropout3d" => new Dropout3d(0.4),
        "AlphaDropout" => new AlphaDropout(0.3),
        "ZeroPad" => new ZeroPad(Axes(c, "before"), Axes(c, "after")),
        "CircularPad" => new CircularPad(Axes(c, "before"), Axes(c, "after")),
        "ReflectionPad" => new ReflectionPad(Axes(c, "padding")),
        "ReplicationPad" => new ReplicationPad(Axes(c, "padding")),
        "ConstantPad" => new ConstantPad(Axes(c, "padding"), c.Number("value", 0)),
        "Linear" => new Linear(Int(c, "in"), Int(c, "out")),
        "Bilinear" => new Bilinear(Int(c, "in"), Int(c, "in2"), Int(c, "out"), Yes(c, "bias")),
        "Embedding" => new Embedding(Int(c, "count"), Int(c, "features"), c.Args.ContainsKey("padding_idx") ? Int(c, "padding_idx") : null),
        "PixelShuffle" => new PixelShuffle(Int(c, "factor")),
        "PixelUnshuffle" => new PixelUnshuffle(Int(c, "factor")),
        "Upsample" => new Upsample(Axes(c, "factor"), Text(c, "mode") switch { null => Interpolation.Nearest, "bicubic" => Interpolation.Cubic, _ => Interpolation.Linear }, c.Flag("align_corners")),
        "Flatten" => new Flatten(),
        "Unflatten" => new Unflatten(Int(c, "axis"), new Shape(c.Integers("sizes"))),
        "PRelu" => new PRelu(Int(c, "channels", 1)),
        "Swish" => c.Args.ContainsKey("channels") ? new Swish(trained: true, channels: Int(c, "channels")) : new Swish(c.Number("beta", 1)),
        "AconA" => new AconA(Int(c, "channels")),
        "AconB" => new AconB(Int(c, "channels")),
        "AconC" => new AconC(Int(c, "channels")),
        "MetaAcon" => new MetaAcon(Int(c, "channels"), Int(c, "reduction")),
        "Maxout" => new Maxout(Int(c, "pieces")),
        "GumbelSoftmax" => new GumbelSoftmax(c.Number("temperature", 1)),
        "FiringRate" => new FiringRate(c.Number("tau", 1), c.Number("resistance", 1), c.Number("rest", 0), c.Number("reset", 0), c.Number("threshold", 1)),
        "WeightNorm" => Text(c, "of") == "Linear" ? new WeightNorm(new Linear(3, 2)) : new WeightNorm(new Conv1d(2, 3, 2)),
        "Sequential" => new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 2)),
        "Residual" => c.Flag("shortcut") ? new Residual(new Linear(3, 2), new Linear(3, 2, bias: false)) : new Residual(new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 3))),
        "Branches" => Text(c, "join") == "cat" ? new Branches(new Linear(3, 4), new Linear(3, 2)) : new Branches(Join.Sum, 0, new Linear(3, 2), new Linear(3, 2)),
        _ => Plain(typeof(Module).Assembly.GetType($"Nabla.Layers.{c.Name}")!),
    };

    /// <summary>A layer with all its arguments at their defaults.</summary>
    static Module Plain(Type type) =>
        (Module)type.GetConstructors().Single().Invoke([.. type.GetConstructors().Single().GetParameters().Select(p => p.DefaultValue)]);

    static int Int(ReferenceCase c, string argument, int otherwise = 0) => (int)c.Number(argument, otherwise);

    static bool Yes(ReferenceCase c, string argument) => !c.Args.ContainsKey(argument) || c.Flag(argument);

    static string? Text(ReferenceCase c, string argument) => c.Args.TryGetValue(argument, out JsonElement value) ? value.GetString() : null;

    static PerAxis Axes(ReferenceCase c, string argument, int otherwise = 0) => c.Args.ContainsKey(argument) ? PerAxis.Create(c.Integers(argument)) : otherwise;

    static PerAxis? Stride(ReferenceCase c) => c.Args.ContainsKey("stride") ? Axes(c, "stride") : null;

    static Padding PaddingOf(ReferenceCase c) =>
        c.Args.TryGetValue("padding", out JsonElement value) && value.ValueKind == JsonValueKind.String ? Padding.Same : Axes(c, "padding", 0);

    static PadMode Mode(ReferenceCase c) => Text(c, "padding_mode") switch { "reflect" => PadMode.Reflect, "replicate" => PadMode.Replicate, "circular" => PadMode.Circular, _ => PadMode.Constant };
}
