namespace Nabla.Operations;

/// <summary>Every so-manieth element of each axis, between two bounds.</summary>
/// <remarks>The gradient is put into zeros at the places the elements came from.</remarks>
public sealed class Slice : Operation
{
    readonly AxisSlice[] slices;

    Slice(AxisSlice[] slices) => this.slices = slices;

    internal static Tensor Of(Tensor x, ReadOnlySpan<AxisSlice> slices) => Leaves(x) ? new Slice(slices.ToArray()).Apply(x) : View(x, slices);

    internal static Tensor View(Tensor x, ReadOnlySpan<AxisSlice> slices)
    {
        Span<int> sizes = stackalloc int[slices.Length], strides = stackalloc int[slices.Length];
        int offset = x.Offset;
        for (int i = 0; i < slices.Length; i++)
        {
            int stride = x.Stride(i);
            sizes[i] = slices[i].Count;
            strides[i] = stride * slices[i].Step;
            if (slices[i].Count > 0) offset += stride * slices[i].Start;
        }
        var shape = new Shape(sizes);
        return x.IsContiguous && KeepsRows(x.Shape, slices) ? x.View(shape, offset) : x.View(shape, strides, offset);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => View(inputs[0], slices);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => Unslice.Of(dy, InputShape(0), slices);

    /// <summary>Whether only the outermost axis of more than one element is cut, so that what remains lies side by side.</summary>
    static bool KeepsRows(in Shape shape, ReadOnlySpan<AxisSlice> slices)
    {
        bool cut = false;
        for (int i = slices.Length - 1; i >= 0; i--)
        {
            if (cut && slices[i].Count != 1) return false;
            if (slices[i].Step != 1 && slices[i].Count > 1) return false;
            cut |= slices[i].Count != shape[i];
        }
        return true;
    }
}

/// <summary>The transpose of <see cref="Slice"/>: elements put into zeros at the places a slice takes them from.</summary>
/// <remarks>The gradient is the slice of the upstream gradient.</remarks>
public sealed class Unslice : Operation
{
    readonly Shape whole;
    readonly AxisSlice[] slices;

    Unslice(Shape whole, AxisSlice[] slices) => (this.whole, this.slices) = (whole, slices);

    internal static Tensor Of(Tensor x, in Shape whole, AxisSlice[] slices) => Leaves(x) ? new Unslice(whole, slices).Apply(x) : Put(x, whole, slices);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Put(inputs[0], whole, slices);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => Slice.Of(dy, slices);

    static Tensor Put(Tensor x, in Shape whole, AxisSlice[] slices)
    {
        Tensor y = Tensor.Zeros(whole, x.DType);
        StridedCopy.Copy(x, Slice.View(y, slices));
        return y;
    }
}

/// <summary>Which elements of an axis a slice takes.</summary>
internal readonly record struct AxisSlice(int Start, int Count, int Step);
