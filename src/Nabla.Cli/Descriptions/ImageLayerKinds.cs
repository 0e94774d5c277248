using Nabla.Layers;

namespace Nabla.Cli.Descriptions;

/// <summary>The layers of images <c>[N, C, H, W]</c> that a file can name.</summary>
internal static class ImageLayerKinds
{
    public static IReadOnlyList<Kind<Func<Described, Shape, Module>>> All { get; } =
    [
        new("conv2d", "A convolution: every output channel is a sum of windows of the input channels times a kernel.",
            (d, input) => new Conv2d(
                input.Rank == 4 ? input[1] : throw d.Wrong("kind", $"a convolution takes [N, C, H, W], but {input} reaches it."),
                d.Whole("outChannels"), d.Whole("kernel"), d.Whole("stride"), d.Whole("padding"), groups: d.Whole("groups"), bias: d.Flag("bias"), dilation: d.Whole("dilation")),
            Field.Whole("outChannels", "The number of output channels.", least: 1, required: true),
            Field.Whole("kernel", "The height and width of the kernel.", least: 1, required: true),
            Field.Whole("stride", "How far the window moves.", least: 1, 1.0),
            Field.Whole("padding", "Zeros on each side.", least: 0, 0.0),
            Field.Whole("dilation", "The distance of the kernel's taps.", least: 1, 1.0),
            Field.Whole("groups", "Into how many groups the channels fall that do not see each other.", least: 1, 1.0),
            Field.Flag("bias", "Whether a number is added to each output channel.", true)),
        new("maxPool2d", "The largest element of each window.", (d, _) => new MaxPool2d(d.Whole("size"), d.WholeOrNull("stride") ?? d.Whole("size"), d.Whole("padding")), Windows()),
        new("avgPool2d", "The mean of each window.", (d, _) => new AvgPool2d(d.Whole("size"), d.WholeOrNull("stride") ?? d.Whole("size"), d.Whole("padding")), Windows()),
        new("globalAvgPool", "The mean of each channel.", (_, _) => new GlobalAvgPool()),
        new("batchNorm2d", "Each channel with mean 0 and variance 1 over the batch, then scaled and shifted.", (_, input) => new BatchNorm2d(input[1])),
        new("batchNorm1d", "Each feature with mean 0 and variance 1 over the batch, then scaled and shifted.", (_, input) => new BatchNorm1d(input[1])),
        new("layerNorm", "The last axis with mean 0 and variance 1, then scaled and shifted.", (_, input) => new LayerNorm([input[^1]])),
        new("dropout2d", "In training, sets whole channels to 0 at random.", (d, _) => new Dropout2d(d.Real("p")),
            new Field("p", FieldType.Real, "The probability that a channel is dropped.", 0.5) { Least = 0, Most = 1 }),
    ];

    static Field[] Windows() =>
    [
        Field.Whole("size", "The height and width of the window.", least: 1, required: true),
        Field.Whole("stride", "How far it moves; its size unless given.", least: 1),
        Field.Whole("padding", "What is put on each side, at most half the window.", least: 0, 0.0),
    ];
}
