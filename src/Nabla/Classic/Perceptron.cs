using Nabla.Data;
using Nabla.Initializers;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Operations;
using static System.FormattableString;

namespace Nabla.Classic;

/// <summary>Rosenblatt's perceptron: a step over a weighted sum, learned from mistakes; with one weight vector a class for more than two classes.</summary>
/// <remarks>
/// <para>
/// Two classes: s = w·x + b, ŷ = 1 if s &gt; 0, else 0 (a score of 0 is the class 0). Learning goes through the examples one by one:
/// w ← w + η·(y − ŷ)·x, b ← b + η·(y − ŷ), which changes nothing where the answer is right. Labels are {0, 1}, or ±1; −1 means the class 0, and the same
/// machine is learned: with ±1 a mistake adds η·y·x. More classes: ŷ is the class of the largest score (the first of equal ones); a mistake adds η·x to the
/// weights of the right class and takes it from those of the class that was said (Kesler's construction).
/// </para>
/// <para>
/// Beside <see cref="Loss.Perceptron(Tensor, Tensor)"/>, E = −Σ y·s over the misclassified: stochastic gradient descent on it, an example a step, is the same rule;
/// the two differ at a score of exactly 0 alone, which the criterion always counts as misclassified, so that it leaves w = 0 with either class.
/// A slide of the lectures words the rule as subtracting (true − predicted) and leaves out x: that moves away from the answer and never learns.
/// </para>
/// <para>First values are 0. F. Rosenblatt, "The perceptron", 1958; A. Novikoff, "On convergence proofs on perceptrons", 1962; R. Duda, P. Hart, 1973, section 5.12.</para>
/// </remarks>
public sealed class Perceptron : Module
{
    /// <summary>A perceptron.</summary>
    /// <param name="features">The numbers of an example, ≥ 1.</param>
    /// <param name="classes">The number of classes, ≥ 2; 2 by default.</param>
    /// <param name="variant">Which weights are kept at the end of a training; the last by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public Perceptron(int features, int classes = 2, PerceptronVariant variant = PerceptronVariant.Rosenblatt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        (Features, Classes, Variant) = (features, classes, variant);
        Weight = AddParameter("weight", [Units, features], new Zeros());
        Bias = AddParameter("bias", [Units], new Zeros());
    }

    /// <summary>The numbers of an example.</summary>
    public int Features { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>Which weights are kept at the end of a training.</summary>
    public PerceptronVariant Variant { get; }

    /// <summary>w, <c>[1, features]</c> for two classes, else <c>[classes, features]</c>: as those of <see cref="Layers.Linear"/>.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[1]</c> for two classes, else <c>[classes]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>How many whole epochs were trained: each has its own order of the examples.</summary>
    public int EpochsDone { get; set; }

    int Units => Classes == 2 ? 1 : Classes;

    /// <summary>The scores, before the step.</summary>
    /// <param name="x"><c>[N, …]</c>, an example of <see cref="Features"/> numbers.</param>
    /// <returns><c>[N]</c> for two classes, else <c>[N, classes]</c>.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public override Tensor Forward(Tensor x)
    {
        Tensor scores = Rows.Of(x, Features, nameof(Perceptron)).Linear(Weight, Bias);
        return Units == 1 ? scores.Squeeze(-1) : scores;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        int count = Rows.Count(input, Features, nameof(Perceptron));
        return Units == 1 ? [count] : [count, Classes];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).ElementCount * Features;

    /// <summary>The classes: of two, 1 where the score is above 0, else 0.</summary>
    /// <param name="x"><c>[N, …]</c>.</param>
    /// <returns>Class indices <c>[N]</c> (int64).</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public Tensor Predict(Tensor x)
    {
        using var constant = new NoGrad();
        Tensor scores = Call(x);
        return Units == 1 ? (scores > 0).Cast(DType.Int64) : scores.ArgMax(1);
    }

    /// <summary>The share of examples that are misclassified.</summary>
    /// <param name="data">The examples; classes as <see cref="Fit"/> takes them.</param>
    /// <param name="batchSize">How many are computed at a time, ≥ 1; 256 by default.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="TargetException">A class is none of the classes.</exception>
    public double ErrorRate(IDataset data, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(data);
        var order = new BatchOrder(data.Count, batchSize);
        var memory = new StepScope();
        long wrong = 0;
        for (int i = 0; i < order.Count; i++)
        {
            using var step = memory.Open();
            Batch batch = data.Take(order[i]);
            double[] guesses = Predict(batch.Inputs).ToDoubles(), targets = batch.Targets.ToDoubles();
            for (int j = 0; j < guesses.Length; j++)
                if (guesses[j] != ClassOf(targets[j], order[i][j])) wrong++;
        }
        return (double)wrong / data.Count;
    }

    /// <summary>Learns from mistakes, an example at a time, in an order shuffled anew each epoch.</summary>
    /// <param name="data">The examples; targets are class indices, or for two classes also ±1.</param>
    /// <param name="epochs">How often all of them are met at most, ≥ 0.</param>
    /// <param name="learningRate">η &gt; 0; 1 by default. From w = 0 it scales the weights and changes no answer.</param>
    /// <param name="errorRate">It stops after an epoch in which at most this share was misclassified, 0 to 1; 0 by default: after one without mistakes.</param>
    /// <param name="seed">What the order of the examples follows from, as in <see cref="Training.Trainer.Fit"/>; 0 by default.</param>
    /// <param name="cancellation">Stops between two epochs.</param>
    /// <returns>The mistakes, epoch by epoch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="TargetException">A target is none of the classes.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>Each call goes on from the weights that are there; those of <see cref="Variant"/> are there when it ends.</remarks>
    public PerceptronResult Fit(IDataset data, int epochs, double learningRate = 1, double errorRate = 0, ulong seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(errorRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(errorRate, 1);
        var order = new BatchOrder(data.Count, 1);
        var memory = new PerceptronMemory(this, data);
        var scope = new StepScope();
        List<int> mistakes = [];
        using var constant = new NoGrad();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            order.Shuffle(seed, EpochsDone);
            int wrong = 0;
            for (int i = 0; i < order.Count; i++)
            {
                using var step = scope.Open();
                if (Learn(data.Take(order[i]), order[i][0], learningRate, memory)) wrong++;
            }
            mistakes.Add(wrong);
            EpochsDone++;
            if (wrong <= errorRate * data.Count) break;
        }
        memory.Keep();
        return new(mistakes, mistakes.Count > 0 ? (double)mistakes[^1] / data.Count : double.NaN);
    }

    /// <summary>Novikoff's bound (R/γ)² on the mistakes of two classes, from w = 0, in whatever order the examples come.</summary>
    /// <param name="data">The examples.</param>
    /// <returns>(R/γ)² for the hyperplane of these weights, infinite where it does not separate the examples. Every separating hyperplane gives a bound; the widest margin the best.</returns>
    /// <exception cref="InvalidOperationException">There are more than two classes.</exception>
    /// <exception cref="TargetException">A target is none of the classes.</exception>
    /// <remarks>With the bias as the weight of a constant feature 1: R = max ‖(x, 1)‖, γ = min ±(w·x + b)/‖(w, b)‖.</remarks>
    public double MistakeBound(IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (Units != 1) throw new InvalidOperationException($"{this}: cannot bound the mistakes of {Classes} classes: the bound is for 2.");
        using var constant = new NoGrad();
        double radius = 0, margin = double.PositiveInfinity;
        var order = new BatchOrder(data.Count, 256);
        for (int i = 0; i < order.Count; i++)
        {
            Batch batch = data.Take(order[i]);
            Tensor rows = Rows.Of(batch.Inputs, Features, nameof(Perceptron)).Cast(DType.Float64);
            double[] lengths = rows.PowerSum(2, 1).ToDoubles(), scores = rows.Linear(Weight, Bias).ToDoubles(), targets = batch.Targets.ToDoubles();
            for (int j = 0; j < scores.Length; j++)
            {
                radius = Math.Max(radius, lengths[j] + 1);
                margin = Math.Min(margin, ClassOf(targets[j], order[i][j]) == 1 ? scores[j] : -scores[j]);
            }
        }
        Tensor w = Weight.Cast(DType.Float64), b = Bias.Cast(DType.Float64);
        return margin > 0 ? radius * ((w * w).Sum().Item() + (b * b).Sum().Item()) / (margin * margin) : double.PositiveInfinity;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        foreach (int classes in (int[])[2, 3])
        {
            var model = new Perceptron(4, classes);
            model.Weight.Assign(Sample.Point(random, model.Weight.Shape));
            yield return model.At(Sample.Point(random, [3, 2, 2]));
        }
    }

    /// <summary>Meets one example; whether it was misclassified.</summary>
    bool Learn(in Batch example, int number, double learningRate, PerceptronMemory memory)
    {
        Tensor x = Rows.Of(example.Inputs, Features, nameof(Perceptron));
        double[] scores = x.Linear(Weight, Bias).ToDoubles();
        int said = Units == 1 ? (scores[0] > 0 ? 1 : 0) : scores.AsSpan().IndexOf(scores.Max()), right = ClassOf(example.Targets.Item(), number);
        if (said == right)
        {
            memory.Right();
            return false;
        }
        memory.BeforeMistake();
        var turn = new double[Units];
        if (Units == 1) turn[0] = learningRate * (right - said);
        else (turn[right], turn[said]) = (learningRate, -learningRate);
        Tensor c = Tensor.From(turn).Cast(Weight.DType), w = c.Unsqueeze(1) * x;
        Weight.Assign(Weight + w);
        Bias.Assign(Bias + c);
        memory.AfterMistake(w, c);
        return true;
    }

    int ClassOf(double target, int example) =>
        Classes == 2 && target == -1 ? 0
        : target >= 0 && target < Classes && target == Math.Floor(target) ? (int)target
        : throw new TargetException(Invariant($"Perceptron: cannot use the target {target} of example {example}: it is a class from 0 to {Classes - 1}{(Classes == 2 ? ", or 1 or -1" : "")}."), target, example);
}
