using Nabla.Classic;

namespace Nabla.Lectures;

/// <summary>Hebb's rule and Hopfield's associative memory, and how badly it remembers.</summary>
public static class AssociativeMemory
{
    const int Units = 500;

    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("hopfield", "Hebbian learning and Hopfield networks (сети Хопфилда): associative memory, but badly", "001 Nikolenko: neurons that fire together, wire together",
        "Δwᵢⱼ = η·xᵢ·xⱼ;  sᵢ ← sign(Σⱼ wᵢⱼ·sⱼ);  E = −½·sᵀWs never rises;  about 0.138·n random patterns are kept",
        "The slide writes Δwᵢ = η·xᵢ·xⱼ: a weight belongs to two neurons, wᵢⱼ.", Run);

    static void Run(Lesson lesson)
    {
        var random = new RandomStream(0, "memory");
        lesson.Say(Invariant($"{Units} units, 25 random patterns (0.05·n), a quarter of the bits flipped"));
        var memory = new HopfieldNetwork(Units);
        Tensor patterns = Coins(random, 25), damaged = Flipped(random, patterns);
        memory.Store(patterns);
        Tensor recalled = memory.Recall(damaged);
        lesson.Figure("overlap of the damaged patterns with the stored", Overlap(damaged, patterns));
        lesson.Expect("overlap of the recalled", Overlap(recalled, patterns), 1);
        lesson.ExpectBetween("energy: recalled − damaged, the greatest", (memory.Energy(recalled) - memory.Energy(damaged)).Max().Item(), double.NegativeInfinity, 0);
        var learning = new HopfieldNetwork(Units);
        for (int i = 0; i < 25; i++) learning.Learn(patterns[i..(i + 1)]);
        lesson.Expect("weights by Δw = η·xᵢ·xⱼ, a pattern at a time − stored at once", (learning.Weight - memory.Weight).Abs().Max().Item(), 0, 1e-6);

        lesson.Say("the overlap with where a stored pattern comes to rest, by patterns a unit");
        double[] loads = [0.02, 0.06, 0.1, 0.12, 0.14, 0.16, 0.18, 0.24];
        var overlaps = new Dictionary<HopfieldRule, double[]>();
        foreach (HopfieldRule rule in Enum.GetValues<HopfieldRule>())
            overlaps[rule] = [.. loads.Select(load => Rest(rule, Coins(random, (int)(load * Units))))];
        double[] hebb = overlaps[HopfieldRule.Hebbian];
        lesson.ExpectBetween("Hebb's rule at 0.10·n", hebb[2], 0.99, 1);
        lesson.ExpectBetween("Hebb's rule at 0.12·n", hebb[3], 0.97, 1);
        lesson.ExpectBetween("Hebb's rule at 0.18·n: it broke down", hebb[6], 0, 0.8);
        lesson.ExpectBetween("Hebb's rule at 0.24·n", hebb[7], 0, 0.6);
        lesson.Expect("the projection at 0.24·n", overlaps[HopfieldRule.Projection][7], 1);

        lesson.Say("five digits of 8×8, which are much alike");
        int[] chosen = [.. Enumerable.Range(0, 5).Select(digit => Array.IndexOf(Data.Datasets.Digits.Train.Labels, digit))];
        Tensor digits = (Data.Datasets.Digits.Train.Take(chosen).Inputs.Reshape(5, 64) > 0.4).Cast(DType.Float32) * 2 - 1, noisy = Flipped(random, digits);
        var small = new HopfieldNetwork(64);
        Tensor[] rows = [digits, noisy, .. Enum.GetValues<HopfieldRule>().Select(rule => { small.Store(digits, rule); return small.Recall(noisy); })];
        lesson.Figure("digits: overlap of the recalled, Hebb's rule", Overlap(rows[2], digits));
        lesson.ExpectBetween("digits: overlap of the recalled, projection", Overlap(rows[3], digits), 0.9, 1);

        string[] names = ["stored", "a quarter flipped", "Hebb's rule", "projection"];
        lesson.Draw("hopfield", new Sheet("", 1,
        [
            new Chart("Overlap after recall, 500 units", new("patterns / units"), new("overlap", Least: 0, Most: 1.05), 560, 320)
                .Line("Hebb's rule", loads, hebb, marked: true).Line("projection", loads, overlaps[HopfieldRule.Projection], marked: true)
                .Line("0.138", [HopfieldNetwork.Capacity, HopfieldNetwork.Capacity], [0, 1]),
            new Sheet("", 5, [.. rows.SelectMany((row, r) => Enumerable.Range(0, 5).Select(i => new HeatMap(names[r], row[i].Reshape(8, 8), ColourScale.Gray, 92, bar: false)))]),
        ]));
    }

    static double Rest(HopfieldRule rule, Tensor patterns)
    {
        var network = new HopfieldNetwork(Units);
        network.Store(patterns, rule);
        return Overlap(network.Recall(patterns), patterns);
    }

    static Tensor Coins(RandomStream random, int count) => (random.Uniform([count, Units]) < 0.5).Cast(DType.Float32) * 2 - 1;

    static Tensor Flipped(RandomStream random, Tensor patterns) => Tensor.Where(random.Uniform(patterns.Shape) < 0.25, -patterns, patterns);

    static double Overlap(Tensor a, Tensor b) => (a * b).Mean().Item();
}
