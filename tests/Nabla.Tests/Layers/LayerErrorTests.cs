using System.Text;
using Nabla.Layers;
using Nabla.Losses;

namespace Nabla.Tests.Layers;

/// <summary>The messages that a user of layers and losses can make: a text beside this test.</summary>
public sealed class LayerErrorTests
{
    static readonly (string What, Action Mistake)[] Mistakes =
    [
        ("rank", () => new Conv2d(3, 4, 3).Call(Tensor.Zeros([3, 8, 8]))),
        ("rank", () => new Conv1d(3, 4, 3).OutputShape([1, 3, 8, 8])),
        ("channels", () => new Sequential(new Conv2d(3, 4, 3), new Conv2d(8, 4, 3)).Forward(Tensor.Zeros([1, 3, 8, 8]))),
        ("kernel", () => new Conv2d(3, 4, 5).Call(Tensor.Zeros([1, 3, 4, 8]))),
        ("kernel sizes", () => _ = new Conv2d(3, 4, [3, 3, 3])),
        ("stride", () => _ = new Conv2d(3, 4, 3, stride: 0)),
        ("groups", () => _ = new Conv2d(3, 4, 3, groups: 2)),
        ("same with stride", () => _ = new Conv2d(3, 4, 3, stride: 2, padding: Padding.Same)),
        ("reflection wider than the input", () => new Conv2d(3, 4, 7, padding: 4, paddingMode: PadMode.Reflect).Call(Tensor.Zeros([1, 3, 4, 4]))),
        ("reflection wider than the input", () => new Conv2d(3, 4, 7, padding: 4, paddingMode: PadMode.Reflect).OutputShape([1, 3, 4, 4])),
        ("channels", () => new ConvTranspose2d(3, 4, 3).Call(Tensor.Zeros([1, 4, 8, 8]))),
        ("output padding", () => new ConvTranspose1d(3, 4, 3, outputPadding: 1).Call(Tensor.Zeros([1, 3, 8]))),
        ("nothing left", () => new ConvTranspose1d(3, 4, 1, padding: 4).Call(Tensor.Zeros([1, 3, 8]))),
        ("window", () => new MaxPool2d(3).Call(Tensor.Zeros([1, 3, 2, 8]))),
        ("window", () => new MaxPool2d(3).OutputShape([1, 3, 2, 8])),
        ("padding", () => new AvgPool2d(2, padding: 2).Call(Tensor.Zeros([1, 3, 8, 8]))),
        ("rank", () => new AvgPool1d(2).Call(Tensor.Zeros([3, 8]))),
        ("rank", () => new AdaptiveAvgPool2d(1).Call(Tensor.Zeros([3, 8]))),
        ("rank", () => new GlobalAvgPool().OutputShape([3, 8])),
        ("sizes", () => _ = new AdaptiveMaxPool2d(0)),
        ("reflection", () => new ReflectionPad(4).Call(Tensor.Zeros([1, 3, 4]))),
        ("circle", () => new CircularPad(5).OutputShape([1, 3, 4])),
        ("rank", () => new ZeroPad(1).Call(Tensor.Zeros([3, 4]))),
        ("sides", () => new ZeroPad([1, 2]).Call(Tensor.Zeros([1, 3, 4]))),
        ("rank", () => new BatchNorm1d(3).Call(Tensor.Zeros([2, 3, 4, 5]))),
        ("rank", () => new BatchNorm2d(3).Call(Tensor.Zeros([2, 3]))),
        ("channels", () => new BatchNorm2d(3).Call(Tensor.Zeros([2, 4, 5, 5]))),
        ("one element", () => new BatchNorm1d(3).Call(Tensor.Zeros([1, 3]))),
        ("one element", () => new InstanceNorm2d(3).Call(Tensor.Zeros([2, 3, 1, 1]))),
        ("last sizes", () => new LayerNorm([5]).Call(Tensor.Zeros([2, 4]))),
        ("last sizes", () => new RmsNorm([2, 5]).OutputShape([5])),
        ("groups", () => _ = new GroupNorm(3, 4)),
        ("channels", () => new GroupNorm(2, 4).Call(Tensor.Zeros([2, 6]))),
        ("channels", () => new InstanceNorm1d(4).Call(Tensor.Zeros([2, 3, 5]))),
        ("probability", () => _ = new Dropout2d(1.5)),
        ("rank", () => new Dropout2d().Call(Tensor.Zeros([2, 3]))),
        ("number outside the table", () => new Embedding(4, 2).Call(Tensor.From<long>(0, 4))),
        ("floating-point numbers", () => new Embedding(4, 2).Call(Tensor.Zeros([2]))),
        ("features", () => new Bilinear(2, 3, 4).Call(Tensor.Zeros([2, 4]))),
        ("features", () => new Bilinear(2, 3, 4).Forward(Tensor.Zeros([2, 2]), Tensor.Zeros([3, 3]))),
        ("channels", () => new PixelShuffle(2).Call(Tensor.Zeros([1, 6, 2, 2]))),
        ("sizes", () => new PixelUnshuffle(2).Call(Tensor.Zeros([1, 6, 2, 3]))),
        ("rank", () => new Upsample(2).Call(Tensor.Zeros([2, 3]))),
        ("factors", () => new Upsample([2, 3]).Call(Tensor.Zeros([1, 2, 3]))),
        ("sizes", () => new Unflatten(1, [2, 3]).Call(Tensor.Zeros([1, 5]))),
        ("odd axis", () => new Glu().OutputShape([2, 5])),
        ("odd axis", () => new SwiGlu().Call(Tensor.Zeros([2, 5]))),
        ("pieces", () => new Maxout(2).OutputShape([2, 5])),
        ("channels", () => new AconC(4).Call(Tensor.Zeros([2, 3]))),
        ("channels", () => new MetaAcon(4).Call(Tensor.Zeros([2, 3]))),
        ("shortcut", () => new Residual(new Linear(3, 2)).Call(Tensor.Zeros([1, 3]))),
        ("inner layer", () => new Residual(new Sequential(new Linear(3, 2), new Linear(3, 3))).OutputShape([1, 3])),
        ("branches", () => new Branches(new Linear(3, 2), new Flatten()).Call(Tensor.Zeros([1, 3, 3]))),
        ("branches", () => new Branches(Join.Sum, 0, new Linear(3, 2), new Linear(3, 4)).OutputShape([1, 3])),
        ("no branches", () => _ = new Branches()),
        ("rank", () => new Lstm(3, 2).Call(Tensor.Zeros([3]))),
        ("rank", () => new Gru(3, 2, batchFirst: false).OutputShape([1, 2, 4, 3])),
        ("features", () => new Sequential(new Rnn(3, 2), new Lstm(3, 4)).Forward(Tensor.Zeros([2, 5, 3]))),
        ("no step", () => new Gru(3, 2).Call(Tensor.Zeros([2, 0, 3]))),
        ("state", () => new Lstm(3, 2).Forward(Tensor.Zeros([4, 5, 3]), new LstmState(Tensor.Zeros([1, 3, 2]), Tensor.Zeros([1, 4, 2])))),
        ("state", () => new Lstm(3, 2, projSize: 1).Forward(Tensor.Zeros([4, 5, 3]), new LstmState(Tensor.Zeros([1, 4, 1]), Tensor.Zeros([1, 4, 1])))),
        ("state", () => new Gru(3, 2, bidirectional: true).Forward(Tensor.Zeros([5, 3]), Tensor.Zeros([2, 1, 2]))),
        ("length", () => new Lstm(3, 2).Forward(Tensor.Zeros([2, 5, 3]), null, Tensor.From<long>(5, 6))),
        ("length", () => new Rnn(3, 2).Forward(Tensor.Zeros([2, 5, 3]), null, Tensor.From<long>(0, 5))),
        ("length", () => new Gru(3, 2).Forward(Tensor.Zeros([2, 5, 3]), null, Tensor.From<int>(1, -2))),
        ("lengths", () => new Gru(3, 2).Forward(Tensor.Zeros([2, 5, 3]), null, Tensor.From<long>(1, 2, 3))),
        ("lengths", () => new Gru(3, 2).Forward(Tensor.Zeros([5, 3]), null, Tensor.From<long>(1, 2))),
        ("lengths' type", () => new Gru(3, 2).Forward(Tensor.Zeros([2, 5, 3]), null, Tensor.From(1f, 2f))),
        ("projection", () => _ = new Lstm(3, 2, projSize: 2)),
        ("probability", () => _ = new Lstm(3, 2, dropout: 1.5)),
        ("rank", () => new LstmCell(3, 2).Call(Tensor.Zeros([2, 5, 3]))),
        ("features", () => new GruCell(3, 2).Call(Tensor.Zeros([2, 4]))),
        ("state", () => new RnnCell(3, 2).Forward(Tensor.Zeros([2, 3]), Tensor.Zeros([2]))),
        ("rank", () => new LastStep().Call(Tensor.Zeros([3]))),
        ("no step", () => new LastStep().OutputShape([3, 0, 2])),
        ("length", () => new LastStep().Forward(Tensor.Zeros([2, 5, 3]), Tensor.From<long>(6, 1))),
        ("list", () => new ModuleList(new Linear(3, 2)).Call(Tensor.Zeros([1, 3]))),
        ("weights", () => Loss.CrossEntropy(Tensor.Zeros([2, 3]), Tensor.From<long>(0, 1), Reduction.Mean, weight: Tensor.Ones([2]))),
        ("label", () => Loss.CrossEntropy(Tensor.Zeros([2, 3]), Tensor.From<long>(0, -100), Reduction.Mean, ignoreIndex: -1)),
        ("label", () => Loss.NegativeLogLikelihood(Tensor.Zeros([2, 3]), Tensor.From<long>(0, 3))),
        ("label type", () => Loss.MultiMargin(Tensor.Zeros([2, 3]), Tensor.Zeros([2]))),
        ("power", () => Loss.MultiMargin(Tensor.Zeros([2, 3]), Tensor.From<long>(0, 1), Reduction.Mean, p: 3)),
        ("probability", () => Loss.ProbabilityCrossEntropy(Tensor.From(0.5, 1.25), Tensor.From(0.0, 1))),
        ("variance", () => Loss.GaussianNll(Tensor.Zeros([2]), Tensor.Zeros([2]), Tensor.From(1.0, -0.5))),
        ("variances", () => Loss.GaussianNll(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 3]), Tensor.Ones([3]))),
        ("sign", () => Loss.HingeEmbedding(Tensor.Zeros([2]), Tensor.From(1.0, 0))),
        ("sign", () => Loss.Perceptron(Tensor.Zeros([2]), Tensor.From(0.5, 1))),
        ("shapes", () => Loss.TripletMargin(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 3]), Tensor.Zeros([2]))),
        ("targets", () => Loss.CosineEmbedding(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 3]), Tensor.Ones([3]))),
        ("blank", () => Loss.Ctc(Tensor.Zeros([3, 1, 4]), Tensor.From(new long[,] { { 2, 0 } }), Tensor.From<long>(3), Tensor.From<long>(2))),
        ("too many steps", () => Loss.Ctc(Tensor.Zeros([3, 1, 4]), Tensor.From(new long[,] { { 2, 1 } }), Tensor.From<long>(4), Tensor.From<long>(2))),
        ("rank", () => Loss.Dice(Tensor.Zeros([2]), Tensor.Zeros([2]))),
    ];

    [Fact]
    public void Messages_name_the_layer_and_both_numbers()
    {
        var text = new StringBuilder();
        foreach ((string what, Action mistake) in Mistakes)
        {
            Exception e = Should.Throw<Exception>(mistake, what);
            text.Append(what).Append(": ").Append(e.GetType().Name).Append('\n').Append("    ").Append(e.Message.Split(" (Parameter '")[0]).Append('\n');
        }
        Snapshot.ShouldBeAgreed(text.ToString(), "Layers", "LayerErrors.txt");
    }
}
