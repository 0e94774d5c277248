using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>The sizes of a tensor's axes, outermost first; <c>[]</c> is a scalar's.</summary>
/// <remarks>Up to <see cref="MaxRank"/> axes. Written as <c>[2, 3]</c>. Copies share the sizes, so passing a shape on costs no memory.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    /// <summary>The most axes a tensor can have.</summary>
    public const int MaxRank = 8;

    // Never written to once the shape is there; null for a scalar.
    readonly int[]? sizes;

    /// <summary>A shape of the given sizes.</summary>
    /// <param name="sizes">Sizes of the axes, outermost first, each ≥ 0.</param>
    /// <exception cref="ShapeException">There are more than <see cref="MaxRank"/> axes, a size is negative, or the number of elements passes 2⁶³.</exception>
    public Shape(ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > MaxRank) throw new ShapeException($"Shape: cannot have {sizes.Length} axes: at most {MaxRank} are supported.");
        ulong count = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < 0) throw new ShapeException($"Shape: cannot have size {sizes[i]} on axis {i}: sizes are 0 or more.");
            ulong more = Math.BigMul(count, (ulong)Math.Max(sizes[i], 1), out ulong product);
            if (more > 0 || product > long.MaxValue) throw new ShapeException($"Shape: cannot have {new UInt128(more, product)} elements or more: at most {long.MaxValue} can be counted.");
            count = product;
        }
        this.sizes = KnownSizes.Of(sizes);
    }

    /// <summary>The number of axes.</summary>
    public int Rank => sizes is null ? 0 : sizes.Length;

    /// <summary>The number of axes, as of any list.</summary>
    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>The number of elements: the product of the sizes, 1 for a scalar.</summary>
    public long ElementCount => Product(Span);

    /// <summary>The size of an axis.</summary>
    /// <param name="axis">0 to <see cref="Rank"/> − 1, outermost first.</param>
    /// <exception cref="IndexException">There is no such axis.</exception>
    public int this[int axis]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (sizes is null || (uint)axis >= (uint)sizes.Length) ThrowNoAxis(axis);
            return sizes[axis];
        }
    }

    /// <summary>The size of an axis, <c>^1</c> being the innermost.</summary>
    /// <param name="axis">The axis.</param>
    /// <exception cref="IndexException">There is no such axis.</exception>
    public int this[Index axis] => this[axis.GetOffset(Rank)];

    /// <summary>The sizes as a span.</summary>
    public ReadOnlySpan<int> Span => sizes;

    /// <summary>A shape of the given sizes; what <c>[2, 3]</c> calls.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>The common shape of two operands: sizes agree, or one of them is 1 (or missing, on the left).</summary>
    /// <param name="a">First operand's shape.</param>
    /// <param name="b">Second operand's shape.</param>
    /// <param name="operation">The operation's name, for the error.</param>
    /// <exception cref="ShapeException">Two sizes differ and neither is 1.</exception>
    public static Shape Broadcast(in Shape a, in Shape b, string operation = "Broadcast")
    {
        if (a == b) return a;
        ReadOnlySpan<int> left = a.Span, right = b.Span;
        int axes = Math.Max(left.Length, right.Length);
        Span<int> common = stackalloc int[MaxRank];
        for (int i = 1; i <= axes; i++)
        {
            int p = i <= left.Length ? left[^i] : 1, q = i <= right.Length ? right[^i] : 1;
            if (p != q && p != 1 && q != 1)
                throw new ShapeException($"{operation}: cannot broadcast {a} with {b}: sizes {p} and {q} differ on axis -{i} and neither is 1.", a, b);
            common[axes - i] = p == 1 ? q : p;
        }
        common = common[..axes];
        return left.SequenceEqual(common) ? a : right.SequenceEqual(common) ? b : new(common);
    }

    /// <summary>The axis counted from the front, where a negative one counts from the back.</summary>
    /// <param name="axis">−Rank to Rank − 1.</param>
    /// <param name="operation">The operation's name, for the error.</param>
    /// <exception cref="IndexException">There is no such axis.</exception>
    public int Axis(int axis, string operation = "Shape")
    {
        int front = axis < 0 ? axis + Rank : axis;
        if ((uint)front >= (uint)Rank)
            throw new IndexException($"{operation}: cannot use axis {axis} of {this}: its axes are {-Rank} to {Rank - 1}.", axis, Rank);
        return front;
    }

    /// <summary>A number of elements as the size of one axis.</summary>
    /// <exception cref="ShapeException">It is more than an axis can have.</exception>
    internal static int Size(long count, string operation) => count <= int.MaxValue
        ? (int)count
        : throw new ShapeException($"{operation}: cannot have {count} elements on one axis: at most {int.MaxValue} fit.");

    /// <summary>This shape with the size of one axis replaced.</summary>
    public Shape With(int axis, int size)
    {
        axis = Axis(axis);
        if (Span[axis] == size) return this;
        Span<int> changed = stackalloc int[MaxRank];
        Span.CopyTo(changed);
        changed[axis] = size;
        return new(changed[..Rank]);
    }

    /// <summary>This shape without one axis.</summary>
    public Shape Without(int axis)
    {
        axis = Axis(axis);
        Span<int> rest = stackalloc int[MaxRank];
        Span[..axis].CopyTo(rest);
        Span[(axis + 1)..].CopyTo(rest[axis..]);
        return new(rest[..(Rank - 1)]);
    }

    /// <summary>Axes <paramref name="start"/> to <paramref name="end"/> (exclusive).</summary>
    public Shape Slice(int start, int end) => start == 0 && end == Rank ? this : new(Span[start..end]);

    /// <summary>The number of elements over axes <paramref name="start"/> to <paramref name="end"/> (exclusive).</summary>
    internal long CountOf(int start, int end) => Product(Span[start..end]);

    /// <summary>This shape with one axis in place of axes <paramref name="start"/> to <paramref name="end"/> (exclusive), of which there may be none.</summary>
    internal Shape Replaced(int start, int end, int size)
    {
        Span<int> changed = stackalloc int[MaxRank + 1];
        Span[..start].CopyTo(changed);
        changed[start] = size;
        Span[end..].CopyTo(changed[(start + 1)..]);
        return new(changed[..(Rank - (end - start) + 1)]);
    }

    /// <summary>The axes of this shape followed by those of <paramref name="inner"/>.</summary>
    public Shape Concat(in Shape inner)
    {
        if (Rank == 0) return inner;
        if (inner.Rank == 0) return this;
        Span<int> all = stackalloc int[2 * MaxRank];
        Span.CopyTo(all);
        inner.Span.CopyTo(all[Rank..]);
        return new(all[..(Rank + inner.Rank)]);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => ReferenceEquals(sizes, other.sizes) || Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in Span) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>Same axes, same sizes.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Different axes or sizes.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <summary>The sizes in brackets: <c>[2, 3]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", (IEnumerable<int>)this)}]";

    /// <summary>The sizes, outermost first.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => Span.GetEnumerator();

    IEnumerator<int> IEnumerable<int>.GetEnumerator()
    {
        for (int i = 0; i < Rank; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<int>)this).GetEnumerator();

    static long Product(ReadOnlySpan<int> sizes)
    {
        long count = 1;
        foreach (int size in sizes) count *= size;
        return count;
    }

    [DoesNotReturn]
    void ThrowNoAxis(int axis) =>
        throw new IndexException($"Shape: cannot use axis {axis} of {this}: its axes are 0 to {Rank - 1}.", axis, Rank);
}
