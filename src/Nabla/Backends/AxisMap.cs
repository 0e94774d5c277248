namespace Nabla.Backends;

/// <summary>A linear map along one axis: for each output the inputs it takes, in order, and how much of each.</summary>
internal sealed class AxisMap
{
    AxisMap(int axis, int inputs, int outputs, int[] starts, int[] places, double[] weights)
    {
        (Axis, Inputs, Outputs, Starts, Places, Weights) = (axis, inputs, outputs, starts, places, weights);
        Copies = places.Length == outputs && Array.TrueForAll(weights, w => w == 1) && starts.AsSpan().SequenceEqual([.. Enumerable.Range(0, outputs + 1)]);
        Doubles = Copies && outputs == 2 * inputs && places.Select((p, o) => p == o / 2).All(same => same);
    }

    /// <summary>The axis of a tensor <c>[N, C, …]</c>.</summary>
    public int Axis { get; }

    /// <summary>The axis's size before.</summary>
    public int Inputs { get; }

    /// <summary>The axis's size afterwards.</summary>
    public int Outputs { get; }

    /// <summary>Where each output's terms begin, and where the last one's end.</summary>
    public int[] Starts { get; }

    /// <summary>The inputs of the terms.</summary>
    public int[] Places { get; }

    /// <summary>The weights of the terms, none of them 0.</summary>
    public double[] Weights { get; }

    /// <summary>Whether every output is an input.</summary>
    public bool Copies { get; }

    /// <summary>Whether the outputs are the inputs, each twice.</summary>
    public bool Doubles { get; }

    /// <summary>The map with given weights; inputs beyond the borders are those at the borders.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="inputs">Its size before.</param>
    /// <param name="outputs">Its size afterwards.</param>
    /// <param name="weights">For each output, its inputs in order and how much it takes of each.</param>
    public static AxisMap Of(int axis, int inputs, int outputs, Func<int, IEnumerable<(int Input, double Weight)>> weights) =>
        Of(axis, inputs, outputs, Enumerable.Range(0, outputs).SelectMany(o => weights(o).Select(w => (o, Math.Clamp(w.Input, 0, inputs - 1), w.Weight))));

    /// <summary>The map by which gradients go back.</summary>
    public AxisMap Transposed() => Of(
        Axis, Outputs, Inputs,
        Enumerable.Range(0, Outputs).SelectMany(o => Enumerable.Range(Starts[o], Starts[o + 1] - Starts[o]).Select(k => (Places[k], o, Weights[k]))).OrderBy(t => t.Item1));

    /// <summary>From terms in the order of their outputs; neighbours of the same places are one, and what weighs nothing is left out.</summary>
    static AxisMap Of(int axis, int inputs, int outputs, IEnumerable<(int Output, int Input, double Weight)> terms)
    {
        var starts = new int[outputs + 1];
        List<int> places = [];
        List<double> weights = [];
        int last = -1;
        foreach ((int output, int input, double weight) in terms)
        {
            if (weight == 0) continue;
            if (output == last && places[^1] == input)
            {
                weights[^1] += weight;
                continue;
            }
            places.Add(input);
            weights.Add(weight);
            starts[output + 1]++;
            last = output;
        }
        for (int o = 0; o < outputs; o++) starts[o + 1] += starts[o];
        return new(axis, inputs, outputs, starts, [.. places], [.. weights]);
    }
}
