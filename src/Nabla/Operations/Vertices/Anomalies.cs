using System.Globalization;
using System.Numerics;

namespace Nabla.Operations;

/// <summary>Looks for numbers that are not finite where <see cref="AnomalyDetection"/> asks for it, and says where the first one arose.</summary>
internal static class Anomalies
{
    /// <summary>Looks at the result of an operation.</summary>
    /// <exception cref="AnomalyException">It holds a NaN, or an infinity where no input does.</exception>
    public static void CheckForward(string operation, Tensor y, params ReadOnlySpan<Tensor> inputs)
    {
        foreach (Tensor x in inputs)
            if (Tensor.ShareMemory(x, y)) return; // a view
        if (First(y) is not { } first) return;
        int infinite = -1, invalid = -1;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (infinite < 0 && First(inputs[i], double.IsInfinity) is not null) infinite = i;
            if (invalid < 0 && First(inputs[i], double.IsNaN) is not null) invalid = i;
        }
        if (infinite >= 0 && !double.IsNaN(first.Value))
        {
            if (First(y, double.IsNaN) is not { } nan) return;
            first = nan;
        }
        Shape[] shapes = new Shape[inputs.Length + 1];
        for (int i = 0; i < inputs.Length; i++) shapes[i] = inputs[i].Shape;
        shapes[^1] = y.Shape;
        string reason = invalid >= 0
            ? $"input {invalid} holds NaN already. It came from outside, or was made before the detection began: look for it in the data"
            : infinite >= 0 ? $"input {infinite} holds an infinity, which is no number to go on with here. Where it is a mask, see that a row is left something"
            : "the inputs hold no such number. Where it is made on purpose, put the line into AnomalyDetection.Suspend()";
        throw new AnomalyException(
            Invariant($"{operation}: cannot go on from {string.Join(" and ", shapes[..^1])}: element {Place(first.Index)} of the result {y.Shape} is {first.Value}, the first that is not finite; {reason}."),
            operation, AnomalyPass.Forward, shapes, first.Index, first.Value);
    }

    /// <summary>Looks at a gradient that passed along an edge.</summary>
    /// <exception cref="AnomalyException">It is not finite, and that from above was no infinity.</exception>
    public static void CheckBackward(Node node, int input, Tensor dy, Tensor dx)
    {
        if (Tensor.ShareMemory(dx, dy) || First(dx) is not { } first) return;
        (int[] Index, double Value)? above = First(dy);
        if (above is not null && !double.IsNaN(first.Value)) return;
        string reason = above is null ? "the gradient from above is finite" : Invariant($"the gradient from above holds {above.Value.Value} already");
        throw new AnomalyException(
            Invariant($"{node.Name}: cannot pass back a gradient {dy.Shape}: element {Place(first.Index)} of the gradient at input {input} {dx.Shape} is {first.Value}, the first that is not finite; {reason}."),
            node.Name, AnomalyPass.Backward, [dy.Shape, dx.Shape], first.Index, first.Value)
        { Layer = node.Layer?.ToString() };
    }

    /// <summary>Looks at a vertex's whole gradient: a sum may overflow, a caller or a hook may have given what is not finite.</summary>
    /// <exception cref="AnomalyException">It holds a NaN or an infinity.</exception>
    public static void CheckWhole(Node node, Tensor gradient)
    {
        if (First(gradient) is not { } first) return;
        throw new AnomalyException(
            Invariant($"{node.Name}: cannot go on with its gradient {gradient.Shape}: element {Place(first.Index)} is {first.Value}, the first that is not finite. It was given so by the caller or a hook, or is a sum of several that overflows."),
            node.Name, AnomalyPass.Backward, [gradient.Shape, gradient.Shape], first.Index, first.Value)
        { Layer = node.Layer?.ToString() };
    }

    /// <summary>The first element, in row-major order, that is not finite.</summary>
    static (int[] Index, double Value)? First(Tensor x) => x.DType switch
    {
        DType.Float32 => First<float>(x, v => !float.IsFinite(v)),
        DType.Float64 => First<double>(x, v => !double.IsFinite(v)),
        _ => null,
    };

    static (int[] Index, double Value)? First(Tensor x, Func<double, bool> holds) => x.DType switch
    {
        DType.Float32 => First<float>(x, v => holds(v)),
        DType.Float64 => First<double>(x, holds),
        _ => null,
    };

    static (int[] Index, double Value)? First<T>(Tensor x, Func<T, bool> holds) where T : unmanaged, INumber<T>
    {
        if (!x.IsContiguous) x = StridedCopy.Contiguous(x);
        ReadOnlySpan<T> elements = x.Span<T>();
        if (AreFinite(elements)) return null;
        for (int i = 0; i < elements.Length; i++)
            if (holds(elements[i])) return (Unravelled(i, x.Shape), double.CreateChecked(elements[i]));
        return null;
    }

    /// <summary>0·x is 0 for what is finite and NaN for what is not, and so is the sum.</summary>
    static bool AreFinite<T>(ReadOnlySpan<T> elements) where T : unmanaged, INumber<T>
    {
        int width = Vector<T>.Count, i = 0;
        Vector<T> sum = Vector<T>.Zero;
        for (; i <= elements.Length - width; i += width) sum += new Vector<T>(elements[i..]) * Vector<T>.Zero;
        T rest = Vector.Sum(sum);
        for (; i < elements.Length; i++) rest += elements[i] * T.Zero;
        return rest == T.Zero;
    }

    static int[] Unravelled(int place, in Shape shape)
    {
        var index = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--) (place, index[axis]) = Math.DivRem(place, shape[axis]);
        return index;
    }

    static string Place(int[] index) => $"[{string.Join(", ", index)}]";

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
