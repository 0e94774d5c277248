using Nabla.Data;

namespace Nabla.Lectures;

/// <summary>Convolution and pooling in one, two and three dimensions.</summary>
public static class Convolutions
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("convolution", "Convolution and pooling (свёртка, подвыборка): sizes, paddings, shared weights, equivariance", "004 Kovalev",
        "o = ⌊(i + p − k)/s⌋ + 1, with p the total padding of a dimension: same p = k − 1, full p = 2(k − 1)",
        "p is total, PyTorch's is a side; with dilation d read k as d(k − 1) + 1; \"scale invariance\" does not hold: a shifted digit gives a shifted map.", Run);

    static void Run(Lesson lesson)
    {
        lesson.Say("sizes of the output for an input of 9");
        foreach ((string name, Padding padding, int total, int k, int s, int d) in (ReadOnlySpan<(string, Padding, int, int, int, int)>)
            [("valid", Padding.Valid, 0, 3, 1, 1), ("same", Padding.Same, 2, 3, 1, 1), ("full", Padding.Full, 4, 3, 1, 1), ("valid, stride 2", Padding.Valid, 0, 4, 2, 1), ("valid, dilation 2", Padding.Valid, 0, 3, 1, 2)])
        {
            int reach = d * (k - 1) + 1;
            Tensor y = Tensor.Ones([1, 1, 9]).Convolve(Tensor.Ones([1, 1, k]), stride: s, padding: padding, dilation: d);
            lesson.Expect(name, y.Shape[^1], Math.Floor((9 + total - reach) / (double)s) + 1);
        }

        lesson.Say("the direct sum, in 1, 2 and 3 dimensions");
        var random = new RandomStream(0, "convolution");
        for (int n = 1; n <= 3; n++)
        {
            Shape input = new([1, 2, .. Enumerable.Repeat(5, n)]), kernel = new([3, 2, .. Enumerable.Repeat(2, n)]);
            Tensor x = random.Normal(input, type: DType.Float64), w = random.Normal(kernel, type: DType.Float64);
            lesson.Expect($"{n}-D: difference from the direct sum", (x.Convolve(w) - DirectSum(x, w, n)).Abs().Max().Item(), 0, 1e-12);
        }

        lesson.Say("a shifted digit gives a shifted map; the maximum over the map does not care");
        Tensor digit = Datasets.Digits.Train.Take([0]).Inputs.Reshape(1, 1, 8, 8).Cast(DType.Float64), edges = random.Normal([1, 1, 3, 3], type: DType.Float64);
        Tensor frame = digit.Pad(2, 3, 3).Pad(3, 3, 3), shifted = frame.Roll(2, -1);
        Tensor map = frame.Convolve(edges), mapOfShifted = shifted.Convolve(edges);
        lesson.Expect("map of the shifted − shifted map", (mapOfShifted - map.Roll(2, -1))[.., .., .., 2..].Abs().Max().Item(), 0);
        lesson.Expect("global maximum of the shifted − of the original", mapOfShifted.GlobalMaxPool().Item() - map.GlobalMaxPool().Item(), 0);
        Tensor large = frame.Interpolate([28, 28]);
        lesson.ExpectBetween("it is not invariant to scale: global maximum of the enlarged − of the original", Math.Abs(large.Convolve(edges).GlobalMaxPool().Item() - map.GlobalMaxPool().Item()), 1e-3);

        Tensor square = Tensor.Range(0, 16, type: DType.Float64).Reshape(1, 1, 4, 4);
        lesson.Expect("max pooling 2×2, first", square.MaxPool(2).ToDoubles()[0], 5);
        lesson.Expect("average pooling 2×2, first", square.AveragePool(2).ToDoubles()[0], 2.5);
        lesson.Draw("convolution", new Sheet("A digit, moved by two, and its maps", 4,
            [Map("digit", frame), Map("its map", map), Map("moved", shifted), Map("its map", mapOfShifted)]));

        static HeatMap Map(string name, Tensor x) => new(name, x.Reshape(x.Shape[^2], x.Shape[^1]), ColourScale.Diverging, 150);
    }

    /// <summary>y[o, p] = Σ over channels and offsets of x[c, p + q]·w[o, c, q], one product after the other.</summary>
    static Tensor DirectSum(Tensor x, Tensor w, int n)
    {
        int side = x.Shape[^1], size = w.Shape[^1], outSide = side - size + 1;
        int Count(int of) => (int)Math.Pow(of, n);
        double[] xs = x.ToDoubles(), ws = w.ToDoubles(), ys = new double[3 * Count(outSide)];
        for (int o = 0; o < 3; o++)
            for (int p = 0; p < Count(outSide); p++)
                for (int c = 0; c < 2; c++)
                    for (int q = 0; q < Count(size); q++)
                    {
                        int at = 0;
                        for (int axis = n - 1, stride = 1, pp = p, qq = q; axis >= 0; axis--, stride *= side, pp /= outSide, qq /= size) at += (pp % outSide + qq % size) * stride;
                        ys[o * Count(outSide) + p] += xs[c * Count(side) + at] * ws[(o * 2 + c) * Count(size) + q];
                    }
        return Tensor.From<double>(ys, new Shape([1, 3, .. Enumerable.Repeat(outSide, n)]));
    }
}
