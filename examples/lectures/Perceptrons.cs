using Nabla.Classic;
using Nabla.Data;
using Nabla.Losses;

namespace Nabla.Lectures;

/// <summary>Rosenblatt's perceptron: his rule, its bound, the cards of 1958, and digits.</summary>
public static class Perceptrons
{
    const int Side = 20;

    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("perceptron", "Rosenblatt's perceptron (перцептрон Розенблата): learning from mistakes", "001 Nikolenko, 002 AI Community",
        "ŷ = 1 if w·x + b > 0, else 0;  w ← w + η(y − ŷ)x;  E_P(w) = −Σ over the misclassified of y·wᵀx;  at most (R/γ)² mistakes",
        "002's words subtract (true − predicted) and forget x, which never learns; labels are {0, 1} in 002, ±1 in 001, which leaves step(0) open.", Run);

    static void Run(Lesson lesson)
    {
        var random = new RandomStream(0, "perceptron");
        lesson.Say("points on both sides of x₁ + 2x₂ = ½, at least 0.15 away");
        var points = new float[200, 2];
        for (int i = 0; i < 200;)
        {
            double p = random.NextDouble() * 2 - 1, q = random.NextDouble() * 2 - 1, away = (p + 2 * q - 0.5) / Math.Sqrt(5);
            if (Math.Abs(away) < 0.15 || away > 0 != (i % 2 == 1)) continue;
            (points[i, 0], points[i, 1]) = ((float)p, (float)q);
            i++;
        }
        Tensor x = Tensor.From(points);
        var zeroOne = new TensorDataset(x, Tensor.From<long>([.. Enumerable.Range(0, 200).Select(i => (long)(i % 2))]));
        var signs = new TensorDataset(x, Tensor.From<long>([.. Enumerable.Range(0, 200).Select(i => i % 2 * 2L - 1)]));
        Perceptron line = new(2), other = new(2), known = new(2);
        known.Weight.Assign(Tensor.From(new float[,] { { 1, 2 } }));
        known.Bias.Assign(Tensor.From<float>(-0.5f));
        PerceptronResult learned = line.Fit(zeroOne, epochs: 100);
        other.Fit(signs, epochs: 100);
        lesson.Figure("mistakes", learned.Mistakes);
        lesson.Figure("Novikoff's bound (R/γ)², the bias counted in R", known.MistakeBound(zeroOne));
        lesson.ExpectBetween("mistakes / bound", learned.Mistakes / known.MistakeBound(zeroOne), 0, 1);
        lesson.Expect("error rate when it stops", line.ErrorRate(zeroOne), 0);
        lesson.Expect("weights with labels ±1 − with labels {0, 1}", (line.Weight - other.Weight).Abs().Max().Item(), 0);
        lesson.Expect("the criterion E_P there", Math.Abs(Loss.Perceptron(line.Call(x), signs.Targets).Item()), 0);
        lesson.ExpectBetween("error rate by 002's words, w − (y − ŷ), after 100 epochs", AsWorded(points), 0.25);

        lesson.Say("1958: cards with a square on the left or on the right side of 20×20 photo-cells");
        TensorDataset first = Cards(random, 50), fresh = Cards(random, 400);
        var machine = new Perceptron(Side * Side);
        lesson.Figure("mistakes in the first fifty trials", machine.Fit(first, epochs: 1).Mistakes);
        lesson.ExpectBetween("error rate on fresh cards after fifty trials", machine.ErrorRate(fresh), 0, 0.1);

        lesson.Say("digits before the same 400 cells, ten perceptrons");
        TensorDataset train = Seen(Datasets.Digits.Train), test = Seen(Datasets.Digits.Test);
        foreach (PerceptronVariant variant in (PerceptronVariant[])[PerceptronVariant.Rosenblatt, PerceptronVariant.Averaged])
        {
            var digits = new Perceptron(Side * Side, classes: 10, variant);
            digits.Fit(train, epochs: 5);
            lesson.ExpectBetween($"accuracy on test digits, {variant}", 1 - digits.ErrorRate(test), 0.88, 1);
        }

        Chart plane = new Chart(Invariant($"Learned in {learned.Mistakes} mistakes"), new("x₁"), new("x₂"), 330, 330).Regions((p, q) => (int)line.Predict(Tensor.From(new[,] { { (float)p, (float)q } })).Item());
        for (int c = 0; c < 2; c++) plane.Points("", [.. Of(c).Select(i => (double)points[i, 0])], [.. Of(c).Select(i => (double)points[i, 1])], c);
        HeatMap Cells(string name, Tensor cells) => new(name, cells.Reshape(Side, Side), ColourScale.Gray, 200, bar: false);
        lesson.Draw("perceptron", new Sheet("Perceptrons", 4,
            [plane, Cells("a card", first.Inputs[0]), new HeatMap("weights after fifty cards", machine.Weight.Detach().Reshape(Side, Side), ColourScale.Diverging, 200), Cells("a digit", train.Inputs[0])]));
        static IEnumerable<int> Of(int c) => Enumerable.Range(0, 100).Select(i => 2 * i + c);
    }

    /// <summary>w ← w − (y − ŷ), without x, as the words have it; the last epoch's share of mistakes.</summary>
    static double AsWorded(float[,] points)
    {
        double u = 0, v = 0, b = 0, wrong = 0;
        for (int step = 0; step < 20_000; step++)
        {
            int i = step % 200, difference = i % 2 - (u * points[i, 0] + v * points[i, 1] + b > 0 ? 1 : 0);
            (u, v, b) = (u - difference, v - difference, b - difference);
            if (step >= 19_800) wrong += Math.Abs(difference) / 200.0;
        }
        return wrong;
    }

    static TensorDataset Cards(RandomStream random, int count)
    {
        var (cells, sides) = (new float[count, Side * Side], new long[count]);
        for (int i = 0; i < count; i++)
        {
            sides[i] = random.NextInt(2);
            int size = 4 + random.NextInt(4), left = (int)sides[i] * 10 + random.NextInt(11 - size), top = random.NextInt(Side + 1 - size);
            for (int at = 0; at < size * size; at++) cells[i, (top + at / size) * Side + left + at % size] = 1;
        }
        return new(Tensor.From(cells), Tensor.From<long>(sides));
    }

    static TensorDataset Seen(DatasetPart part)
    {
        Batch all = part.Take([.. Enumerable.Range(0, part.Count)]);
        return new(all.Inputs.Reshape(part.Count, 1, 8, 8).Interpolate([Side, Side]).Reshape(part.Count, Side * Side), all.Targets);
    }
}
