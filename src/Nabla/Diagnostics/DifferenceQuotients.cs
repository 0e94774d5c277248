namespace Nabla.Diagnostics;

/// <summary>One function at one point: its derivatives, and central differences to compare them with.</summary>
/// <remarks>
/// (8(f(x+h) − f(x−h)) − (f(x+2h) − f(x−2h))) / 12h, with h = 10⁻³: the error h⁴/30·f⁽⁵⁾ and the rounding
/// ε·f/h are both near 10⁻¹². Differences are taken element by element and weighted afterwards, so nothing cancels in a sum.
/// </remarks>
internal sealed class DifferenceQuotients
{
    const double Step = 1e-3;

    readonly Func<IReadOnlyList<Tensor>, Tensor> function;
    readonly Tensor[] inputs;
    readonly double[][] point;
    readonly double[] weights;
    readonly double[][] directions;
    readonly Shape output;

    public DifferenceQuotients(Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, RandomStream random)
    {
        this.function = function;
        this.inputs = [.. inputs.Select(x => x.Detach().Cast(DType.Float64))];
        point = [.. this.inputs.Select(x => x.ToDoubles())];
        using (new NoGrad()) output = function(this.inputs).Shape;
        weights = Draw(random, output.ElementCount);
        directions = [.. point.Select(p => Draw(random, p.Length))];
    }

    /// <summary>The worst place of the gradient of Σ w·f, and the inputs whose gradient is 0 throughout.</summary>
    /// <param name="recorded">Whether the gradient is computed as a graph itself, by tensor operations, instead of by kernels.</param>
    /// <param name="zeros">The inputs whose gradient is 0 in every element.</param>
    public Disagreement First(bool recorded, out List<int> zeros)
    {
        double[][] gradients = GradientAt(inputs, recorded);
        zeros = [];
        var worst = new Disagreement(1, 0, -1, 0, 0);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (gradients[i].Length > 0 && output.ElementCount > 0 && gradients[i].All(g => g == 0)) zeros.Add(i);
            for (int j = 0; j < point[i].Length; j++)
                worst = worst.Worse(new(1, i, j, gradients[i][j], Along(Values, weights, i, j)));
        }
        return worst;
    }

    /// <summary>The worst place of the gradient of Σ u·∂(Σ w·f)/∂x.</summary>
    public Disagreement Second()
    {
        Tensor[] leaves = [.. inputs.Select(x => x.RequireGrad())];
        Tensor[] first = Gradients(leaves, createGraph: true);
        Tensor sum = Tensor.Scalar(0, DType.Float64);
        for (int i = 0; i < first.Length; i++) sum += (first[i] * Shaped(directions[i], inputs[i].Shape)).Sum();
        double[][] second = sum.RequiresGrad
            ? [.. Gradient.Of(sum, leaves).Select(g => g.ToDoubles())]
            : [.. point.Select(p => new double[p.Length])];
        double[] u = [.. directions.SelectMany(d => d)];
        var worst = new Disagreement(2, 0, -1, 0, 0);
        for (int i = 0; i < inputs.Length; i++)
            for (int j = 0; j < point[i].Length; j++)
                worst = worst.Worse(new(2, i, j, second[i][j], Along(x => [.. GradientAt(x, recorded: false).SelectMany(g => g)], u, i, j)));
        return worst;
    }

    /// <summary>The worst Jacobian–vector product: w·(J·v) against (Jᵀ·w)·v and against a difference along v, input by input.</summary>
    public Disagreement Forward()
    {
        double[][] gradients = GradientAt(inputs, recorded: false);
        var worst = new Disagreement(0, 0, -1, 0, 0);
        for (int i = 0; i < inputs.Length; i++)
        {
            int moved = i;
            Tensor v = Shaped(directions[i], inputs[i].Shape);
            double[] product = Gradient.Jvp(x => function(With(inputs, moved, x)), inputs[i], v).Product.ToDoubles();
            double forward = Dot(weights, product);
            worst = worst.Worse(new(0, i, -1, forward, Dot(gradients[i], directions[i])));
            worst = worst.Worse(new(0, i, -1, forward, Along(Values, weights, i, -1)));
        }
        return worst;
    }

    /// <summary>The difference quotient of Σ weight·g when element j of input i moves, or the whole input along its direction.</summary>
    double Along(Func<Tensor[], double[]> g, double[] weight, int i, int j)
    {
        double[] up = At(1), down = At(-1), farUp = At(2), farDown = At(-2);
        double sum = 0;
        for (int k = 0; k < weight.Length; k++) sum += weight[k] * (8 * (up[k] - down[k]) - (farUp[k] - farDown[k]));
        return sum / (12 * Step);

        double[] At(int steps)
        {
            double[] moved = [.. point[i]];
            for (int k = 0; k < moved.Length; k++)
                if (j < 0) moved[k] += steps * Step * directions[i][k];
                else if (k == j) moved[k] += steps * Step;
            return g([.. With(inputs, i, Shaped(moved, inputs[i].Shape))]);
        }
    }

    double[] Values(Tensor[] x)
    {
        using (new NoGrad()) return function(x).ToDoubles();
    }

    double[][] GradientAt(Tensor[] x, bool recorded) =>
        [.. Gradients([.. x.Select(t => t.RequireGrad())], recorded).Select(g => g.ToDoubles())];

    Tensor[] Gradients(Tensor[] leaves, bool createGraph)
    {
        Tensor y = function(leaves);
        return y.RequiresGrad
            ? Gradient.Of(y, leaves, Shaped(weights, output), createGraph: createGraph)
            : [.. leaves.Select(x => Tensor.Zeros(x.Shape, DType.Float64))];
    }

    static Tensor[] With(Tensor[] tensors, int index, Tensor replacement)
    {
        Tensor[] changed = [.. tensors];
        changed[index] = replacement;
        return changed;
    }

    static Tensor Shaped(double[] elements, Shape shape) => Tensor.From<double>(elements, shape);

    static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Numbers of either sign, none near 0, so that nothing is hidden by its weight.</summary>
    static double[] Draw(RandomStream random, long count)
    {
        var numbers = new double[count];
        for (int i = 0; i < numbers.Length; i++)
        {
            double size = 0.5 + random.NextDouble();
            numbers[i] = random.NextInt(2) == 0 ? size : -size;
        }
        return numbers;
    }
}
