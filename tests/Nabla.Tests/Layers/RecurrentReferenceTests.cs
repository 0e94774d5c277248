using System.Text.Json;
using Nabla.Layers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Layers;

/// <summary>Recurrent layers and cells with all their options give PyTorch's values, last states and gradients.</summary>
public sealed class RecurrentReferenceTests
{
    public static TheoryData<ReferenceCase> Cases => ReferenceCase.Theory("recurrent");

    [Theory, MemberData(nameof(Cases))]
    public void Values_states_and_gradients_are_PyTorchs(ReferenceCase c)
    {
        Module layer = Make(c);
        layer.Cast(DType.Float64);
        Tensor[] leaves = [.. c.Inputs.Select(i => Tensor.From(i.Data, new Shape(i.Shape)).RequireGrad())];
        string[] names = Names(c);
        for (int i = 0; i < names.Length; i++) ReferenceLayers.Parameter(layer, names[i]).Assign(leaves[i + 1]);
        Tensor[] states = c.Flag("state") ? leaves[(1 + names.Length)..] : [];
        Tensor? lengths = c.Args.ContainsKey("lengths") ? Tensor.From<long>([.. c.Integers("lengths").Select(n => (long)n)]) : null;

        Tensor[] results = Apply(layer, leaves[0], states, lengths);
        results[0].Shape.ShouldBe(layer.OutputShape(leaves[0].Shape));
        Tensor y = Tensor.Cat([.. results.Select(r => r.Flatten())]);
        LayerReferenceTests.Near(y, c.Output, $"{c}: value");
        y.Backward(Tensor.From(c.Upstream!.Data, new Shape(c.Upstream.Shape)));

        LayerReferenceTests.Near(leaves[0].Grad!, c.Gradients![0]!, $"{c}: gradient of x");
        for (int i = 0; i < names.Length; i++) LayerReferenceTests.Near(ReferenceLayers.Parameter(layer, names[i]).Grad!, c.Gradients[i + 1]!, $"{c}: gradient of {names[i]}");
        for (int i = 0; i < states.Length; i++) LayerReferenceTests.Near(states[i].Grad!, c.Gradients[1 + names.Length + i]!, $"{c}: gradient of state {i}");
    }

    [Theory, MemberData(nameof(Cases))]
    public void Parameters_are_PyTorchs_in_name_and_order(ReferenceCase c) =>
        Make(c).NamedParameters().Select(p => p.Path).ShouldBe(Names(c));

    /// <summary>Only what a zero state multiplies has no gradient: a record that has lost its gradients proves nothing.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void The_records_have_gradients_everywhere(ReferenceCase c)
    {
        string[] names = ["x", .. Names(c)];
        for (int i = 0; i < names.Length; i++)
            c.Gradients![i]!.Data.Any(v => v != 0).ShouldBe(!(names[i] == "weight_hh" && !c.Flag("state")), $"{c}: {names[i]}");
    }

    static Tensor[] Apply(Module layer, Tensor x, Tensor[] states, Tensor? lengths)
    {
        switch (layer)
        {
            case Lstm lstm:
                (Tensor output, LstmState last) = lstm.Forward(x, states.Length > 0 ? new LstmState(states[0], states[1]) : null, lengths);
                return [output, last.Hidden, last.Cell];
            case Gru gru:
                return Two(gru.Forward(x, states.FirstOrDefault(), lengths));
            case Rnn rnn:
                return Two(rnn.Forward(x, states.FirstOrDefault(), lengths));
            case LstmCell cell:
                LstmState next = cell.Forward(x, states.Length > 0 ? new LstmState(states[0], states[1]) : null);
                return [next.Hidden, next.Cell];
            case GruCell cell:
                return [cell.Forward(x, states.FirstOrDefault())];
            case RnnCell cell:
                return [cell.Forward(x, states.FirstOrDefault())];
            default:
                return [lengths is null ? layer.Forward(x) : ((LastStep)layer).Forward(x, lengths)];
        }

        static Tensor[] Two((Tensor Output, Tensor State) both) => [both.Output, both.State];
    }

    static Module Make(ReferenceCase c)
    {
        int input = (int)c.Number("in", 0), hidden = (int)c.Number("hidden", 0), layers = (int)c.Number("num_layers", 1), projection = (int)c.Number("proj_size", 0);
        bool bias = Yes(c, "bias"), first = Yes(c, "batch_first"), both = c.Flag("bidirectional");
        RnnNonlinearity nonlinearity = c.Args.ContainsKey("nonlinearity") ? RnnNonlinearity.Relu : RnnNonlinearity.Tanh;
        return c.Name switch
        {
            "Rnn" => new Rnn(input, hidden, layers, nonlinearity, bias, first, bidirectional: both),
            "Lstm" => new Lstm(input, hidden, layers, bias, first, bidirectional: both, projSize: projection),
            "Gru" => new Gru(input, hidden, layers, bias, first, bidirectional: both),
            "RnnCell" => new RnnCell(input, hidden, bias, nonlinearity),
            "LstmCell" => new LstmCell(input, hidden, bias),
            "GruCell" => new GruCell(input, hidden, bias),
            _ => new LastStep(first),
        };
    }

    static string[] Names(ReferenceCase c) => [.. c.Args["parameters"].EnumerateArray().Select(n => n.GetString()!)];

    static bool Yes(ReferenceCase c, string argument) => !c.Args.TryGetValue(argument, out JsonElement value) || value.GetBoolean();
}
