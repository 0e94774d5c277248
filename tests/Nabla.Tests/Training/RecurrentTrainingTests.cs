using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Tests.Layers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Training;

/// <summary>Twenty steps of an LSTM classifier of sequences of different lengths agree with PyTorch 1.13 step by step.</summary>
public sealed class RecurrentTrainingTests
{
    static readonly ILookup<string, ReferenceCase> Records = ReferenceCase.Load("recurrent-training").ToLookup(c => c.Name, StringComparer.Ordinal);

    [Fact]
    public void Under_rms_prop() => Follow("rmsprop", (model, c) =>
        new RmsProp(model, c.Number("lr", 0), c.Number("alpha", 0), momentum: c.Number("momentum", 0), centered: c.Flag("centered")));

    [Fact]
    public void Under_adam() => Follow("adam", (model, c) => new Adam(model, c.Number("lr", 0)));

    static void Follow(string name, Func<Module, ReferenceCase, Optimizer> create)
    {
        ReferenceCase losses = Records[name].Single(c => c.Case == "losses");
        var model = new Classifier();
        model.Cast(DType.Float64);
        string[] parameters = [.. losses.Args["parameters"].EnumerateArray().Select(n => n.GetString()!)];
        model.NamedParameters().Select(p => p.Path).ShouldBe(parameters);
        for (int i = 0; i < parameters.Length; i++) ReferenceLayers.Parameter(model, parameters[i]).Assign(Read(losses.Inputs[i + 3]));
        Tensor x = Read(losses.Inputs[0]), lengths = Read(losses.Inputs[1]).Cast(DType.Int64), labels = Read(losses.Inputs[2]).Cast(DType.Int64);
        Optimizer optimizer = create(model, losses);
        int batch = (int)losses.Number("batch", 0);
        losses.Output.Data.Length.ShouldBe(20);
        losses.Output.Data[^1].ShouldBeLessThan(losses.Output.Data[0]);
        for (int step = 0; step < 20; step++)
        {
            Tensor at = Tensor.From<long>([.. Enumerable.Range(0, batch).Select(i => (long)((step * batch + i) % x.Shape[0]))]);
            Tensor loss = Loss.CrossEntropy(model.Forward(x.IndexSelect(0, at), lengths.IndexSelect(0, at)), labels.IndexSelect(0, at));
            loss.Item().ShouldBe(losses.Output.Data[step], 1e-8, $"step {step}");
            loss.Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        foreach ((string path, Parameter parameter) in model.NamedParameters())
            LayerReferenceTests.Near(parameter, Records[name].Single(c => c.Case == path).Output, path, 1e-8);
    }

    static Tensor Read(ReferenceArray a) => Tensor.From(a.Data, new Shape(a.Shape));

    sealed class Classifier : Module
    {
        readonly Lstm lstm;
        readonly Linear head;

        public Classifier() => (lstm, head) = (AddChild("lstm", new Lstm(3, 5, numLayers: 2)), AddChild("head", new Linear(5, 2)));

        public override Tensor Forward(Tensor x) => head.Call(lstm.Forward(x, state: null).State.Hidden[^1]);

        public Tensor Forward(Tensor x, Tensor lengths) => head.Call(lstm.Forward(x, null, lengths).State.Hidden[^1]);
    }
}
