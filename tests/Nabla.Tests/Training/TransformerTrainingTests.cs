using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Tests.Layers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Training;

/// <summary>Twenty steps of a causal transformer under Adam agree with PyTorch 1.13 step by step.</summary>
public sealed class TransformerTrainingTests
{
    static readonly IReadOnlyList<ReferenceCase> Records = ReferenceCase.Load("transformer_training");

    [Fact]
    public void Losses_and_last_parameters_are_PyTorchs()
    {
        ReferenceCase losses = Records.Single(c => c.Case == "losses");
        var model = new CausalLanguageModel(7, 6, 8, 2, 2, 12);
        model.Cast(DType.Float64);
        string[] parameters = [.. losses.Args["parameters"].EnumerateArray().Select(n => n.GetString()!)];
        model.LoadState(parameters.Select((name, i) => (name, Read(losses.Inputs[i + 2]))).ToDictionary(p => p.name, p => p.Item2, StringComparer.Ordinal));
        Tensor x = Read(losses.Inputs[0]).Cast(DType.Int64), y = Read(losses.Inputs[1]).Cast(DType.Int64);
        var optimizer = new Adam(model, losses.Number("lr", 0));
        int batch = (int)losses.Number("batch", 0);
        losses.Output.Data.Length.ShouldBe(20);
        losses.Output.Data[^1].ShouldBeLessThan(losses.Output.Data[0]);
        for (int step = 0; step < 20; step++)
        {
            Tensor at = Tensor.From<long>([.. Enumerable.Range(0, batch).Select(i => (long)((step * batch + i) % x.Shape[0]))]);
            Tensor loss = Loss.SequenceCrossEntropy(model.Call(x.IndexSelect(0, at)), y.IndexSelect(0, at));
            loss.Item().ShouldBe(losses.Output.Data[step], 1e-8, $"step {step}");
            loss.Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        (string Path, Parameter Value)[] trained = [.. model.NamedParameters()];
        trained.Length.ShouldBe(parameters.Length);
        foreach ((string path, Parameter parameter) in trained)
            LayerReferenceTests.Near(parameter, Records.Single(c => c.Case == path).Output, path, 1e-8);
    }

    static Tensor Read(ReferenceArray a) => Tensor.From(a.Data, new Shape(a.Shape));
}
