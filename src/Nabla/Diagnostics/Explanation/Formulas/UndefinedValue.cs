using System.Globalization;

namespace Nabla.Diagnostics;

/// <summary>Says why an operation has no finite value at numbers that are finite.</summary>
internal static class UndefinedValue
{
    public static FormulaException At(string text, FormulaVertex vertex, ReadOnlySpan<double> x, double value, string where = "")
    {
        bool infix = !char.IsLetter(vertex.Text[0]) && x.Length == 2;
        string applied = infix
            ? $"{Number(x[0])} {vertex.Text} {Number(x[1])}"
            : $"{vertex.Text}({string.Join(", ", x.ToArray().Select(Number))})";
        string cause = vertex.Operation!.Name switch
        {
            "Divide" or "Reciprocal" when x[^1] == 0 => "division by zero.",
            "Pow" when x[0] == 0 && x[1] < 0 => "division by zero: 0 to a negative power.",
            "Pow" when x[0] < 0 && double.IsNaN(value) => "a negative number has no power with a fraction.",
            _ when double.IsNaN(value) => "it is not defined there.",
            _ when double.IsNegativeInfinity(value) && x.Length == 1 && x[0] is 0 or -1 => "it falls without bound there.",
            _ when x.Length == 1 && x[0] == 0 => "it grows without bound there.",
            _ => "the result is too large for float64.",
        };
        return new FormulaException(FormulaError.Domain, $"{applied} has no finite value: {cause}{where}", text, vertex.Place);
    }

    static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
