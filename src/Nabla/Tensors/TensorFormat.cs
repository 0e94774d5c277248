using System.Globalization;
using System.Text;

namespace Nabla;

/// <summary>Prints tensors as NumPy does: nested brackets, aligned columns, the middle of large axes left out.</summary>
internal static class TensorFormat
{
    const int Threshold = 1000, EdgeItems = 3, LineWidth = 88;

    public static string Format(Tensor x)
    {
        if (x.IsReleased) return $"tensor(memory taken back, {x.DType.Name} {x.Shape})";
        string suffix = x.DType == DType.Float32 || (x.DType is DType.Bool or DType.Int64 && x.ElementCount > 0) ? "" : $", {x.DType.Name}";
        if (x.ElementCount == 0) return $"tensor([], {x.DType.Name} {x.Shape})";
        int edge = x.ElementCount > Threshold ? EdgeItems : int.MaxValue;
        // Not every int64 is a double.
        List<string> shown = x.DType == DType.Int64
            ? Collect(x.ToArray<long>(), x.Shape, edge).ConvertAll(v => v.ToString(CultureInfo.InvariantCulture))
            : Numbers(Collect(x.ToDoubles(), x.Shape, edge), x.DType);
        int width = shown.Max(v => v.Length);
        var text = new StringBuilder("tensor(");
        int next = 0;
        Write(text, x.Shape, 0, edge, "tensor(".Length, () => shown[next++].PadLeft(width));
        return text.Append(suffix).Append(')').ToString();
    }

    static List<string> Numbers(List<double> shown, DType type)
    {
        Func<double, string> number = Formatter(shown, type);
        return shown.ConvertAll(v => number(v));
    }

    static List<T> Collect<T>(T[] elements, Shape shape, int edge)
    {
        List<T> shown = [];
        Collect(elements, shape, 0, 0, edge, shown);
        return shown;
    }

    static void Collect<T>(T[] elements, Shape shape, int axis, long start, int edge, List<T> shown)
    {
        if (axis == shape.Rank)
        {
            shown.Add(elements[start]);
            return;
        }
        long stride = shape.Slice(axis + 1, shape.Rank).ElementCount;
        for (int i = 0; i < shape[axis]; i++)
        {
            _ = Skips(shape[axis], edge, ref i);
            Collect(elements, shape, axis + 1, start + i * stride, edge, shown);
        }
    }

    static void Write(StringBuilder text, Shape shape, int axis, int edge, int indent, Func<string> next)
    {
        if (axis == shape.Rank)
        {
            text.Append(next());
            return;
        }
        bool innermost = axis == shape.Rank - 1;
        string separator = innermost ? ", " : "," + new string('\n', shape.Rank - axis - 1) + new string(' ', indent + axis + 1);
        int line = text.Length - (text.ToString().LastIndexOf('\n') + 1);
        text.Append('[');
        for (int i = 0; i < shape[axis]; i++)
        {
            if (i > 0) text.Append(separator);
            if (Skips(shape[axis], edge, ref i)) text.Append("...").Append(separator);
            int before = text.Length;
            Write(text, shape, axis + 1, edge, indent, next);
            if (!innermost) continue;
            line += text.Length - before + separator.Length;
            if (line <= LineWidth || i == shape[axis] - 1) continue;
            string wrap = "\n" + new string(' ', indent + axis + 1);
            text.Insert(before, wrap);
            if (before > 0 && text[before - 1] == ' ') text.Remove(before - 1, 1);
            line = wrap.Length + text.Length - before;
        }
        text.Append(']');
    }

    /// <summary>At the end of the leading edge of a long axis: jumps to the trailing edge.</summary>
    static bool Skips(int size, int edge, ref int i)
    {
        if (edge == int.MaxValue || size <= 2 * edge || i != edge) return false;
        i = size - edge;
        return true;
    }

    static Func<double, string> Formatter(List<double> shown, DType type)
    {
        if (type == DType.Bool) return v => v != 0 ? "true" : "false";
        if (!type.IsFloatingPoint) return v => v.ToString("0", CultureInfo.InvariantCulture);
        double[] finite = [.. shown.Where(double.IsFinite).Select(Math.Abs).Where(v => v > 0)];
        if (finite.Length == 0) return v => Special(v) ?? (double.IsNegative(v) ? "-0." : "0.");
        double largest = finite.Max(), smallest = finite.Min();
        if (largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1e5)
            return v => Special(v) ?? v.ToString("0.0000e+00", CultureInfo.InvariantCulture);
        int digits = shown.Where(double.IsFinite).Max(v => Fraction(v).Length);
        return v => Special(v) ?? (Fraction(v).Length == 0 && digits == 0
            ? v.ToString("0", CultureInfo.InvariantCulture) + "."
            : v.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    static string? Special(double v) => double.IsNaN(v) ? "nan" : double.IsPositiveInfinity(v) ? "inf" : double.IsNegativeInfinity(v) ? "-inf" : null;

    /// <summary>Up to four decimals, trailing zeros dropped.</summary>
    static string Fraction(double v)
    {
        string text = v.ToString("0.####", CultureInfo.InvariantCulture);
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? "" : text[(point + 1)..];
    }
}
