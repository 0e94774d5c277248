using System.Globalization;

namespace Nabla.Diagnostics;

/// <summary>A tensor in a few figures.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Norm">√Σx²; 0 for no elements.</param>
/// <param name="Mean">The mean; NaN for no elements.</param>
/// <param name="Least">The least element; NaN for none.</param>
/// <param name="Greatest">The greatest element; NaN for none.</param>
public sealed record TensorSummary(Shape Shape, double Norm, double Mean, double Least, double Greatest)
{
    const int MostShown = 12;

    /// <summary>The summary of a tensor, in float64.</summary>
    /// <param name="x">A tensor of any shape and type.</param>
    public static TensorSummary Of(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[] elements = x.ToDoubles();
        if (elements.Length == 0) return new(x.Shape, 0, double.NaN, double.NaN, double.NaN);
        double largest = 0, sum = 0, squares = 0, least = elements[0], greatest = elements[0];
        foreach (double element in elements)
        {
            largest = Math.Max(largest, Math.Abs(element));
            least = Math.Min(least, element);
            greatest = Math.Max(greatest, element);
            sum += element;
        }
        // Scaled, so that squares neither overflow nor vanish.
        if (largest > 0 && double.IsFinite(largest))
            foreach (double element in elements) squares += element / largest * (element / largest);
        return new(x.Shape, double.IsFinite(largest) ? largest * Math.Sqrt(squares) : largest, sum / elements.Length, least, greatest);
    }

    /// <summary>Shape, norm, mean and range.</summary>
    public override string ToString() => Shape.Rank == 0
        ? Mean.ToString("G7", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Shape} norm {Norm:G4}, mean {Mean:G4}, from {Least:G4} to {Greatest:G4}");

    /// <summary>A tensor on one line: its elements where they are few, else its shape and norm.</summary>
    internal static string Line(Tensor? x)
    {
        if (x is null) return "not kept";
        if (x.ElementCount > MostShown) return string.Create(CultureInfo.InvariantCulture, $"{x.Shape} norm {Of(x).Norm:G5}");
        double[] elements = x.ToDoubles();
        int next = 0;
        return Nested(0);

        string Nested(int axis) => axis == x.Rank
            ? elements[next++].ToString("G5", CultureInfo.InvariantCulture)
            : $"[{string.Join(", ", Enumerable.Range(0, x.Shape[axis]).Select(_ => Nested(axis + 1)))}]";
    }
}
